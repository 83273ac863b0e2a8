"""Prices of room types and rate plans."""

from __future__ import annotations

from sqlalchemy import text

BASE_RATE = text(
    "select base_rate from pms_room_types"
    " where tenant_id = cast(:tenant as uuid) and id = cast(:type as uuid)"
    " and property_id = cast(:property as uuid)"
)
# One row with nulls for a plan without prices, no row for a plan that is not the property's.
PLAN_PRICES = text(
    "select p.start_date, p.end_date, p.amount, p.sequence from pms_rate_plans plan"
    " left join pms_rate_plan_prices p on p.tenant_id = plan.tenant_id and p.rate_plan_id = plan.id"
    " and p.room_type_id = cast(:type as uuid)"
    " and p.start_date < cast(:last as date) and p.end_date > cast(:first as date)"
    " where plan.tenant_id = cast(:tenant as uuid) and plan.id = cast(:plan as uuid)"
    " and plan.property_id = cast(:property as uuid)"
)
