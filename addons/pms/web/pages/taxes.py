"""/pms/settings/taxes: what the property takes for the city and the state."""

from __future__ import annotations

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from addons.pms.db.models import Property
from addons.pms.services.charge_codes import ChargeCodeRecord, codes_of
from addons.pms.services.tax_rules import TaxRuleRecord, tax_rules_of
from addons.pms.web import commands
from addons.pms.web.pages.blueprint import blueprint
from addons.pms.web.pages.chosen_property import chosen_property, properties_of
from addons.pms.web.tax_words import tax_words
from oppsera_host.web.request_context import current_actor, require


@blueprint.get("/settings/taxes")
@require("pms.rates.read")
def tax_settings() -> Response:
    """List the taxes of the chosen property, by when they are due, and offer to add one."""
    actor = current_actor()

    def load(
        session: Session,
    ) -> tuple[list[Property], Property | None, list[TaxRuleRecord], list[ChargeCodeRecord]]:
        properties = properties_of(session, actor.tenant_id)
        hotel = chosen_property(properties)
        if hotel is None:
            return properties, None, [], []
        rules = tax_rules_of(session, actor.tenant_id, hotel.id)
        return properties, hotel, rules, codes_of(session, actor.tenant_id, hotel.id)

    properties, hotel, rules, codes = commands.read(load)
    return make_response(
        render_template(
            "pms/settings/taxes.html", properties=properties, hotel=hotel, rules=rules, tax_words=tax_words,
            groups=sorted({each.group for each in codes}), writable=actor.may("pms.settings.write"),
        )
    )  # fmt: skip
