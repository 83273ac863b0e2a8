"""Sentences of TypeScript are found where they are said, and only sentences that are written out can be said."""

from __future__ import annotations

import io

import pytest

from oppsera_host.web.typescript_texts import NotWrittenOutError, extract

COMPONENT = """\
import { t, tn } from "../language/translate";
const words = { DIRTY: t("dirty") };
const view = html`<p title=${t("Don't")}>${late ? html`<b>${t("say \\"{name}\\"", { name })}</b>` : nothing}</p>`;
const nights = tn(
  "{count} night",
  "{count} nights",
  nights,
);
await import(path); element.t(path); const $t = format(text); start(now);
export function t(text: string): string {}
"""


def texts_of(source: str) -> list[object]:
    file = io.BytesIO(source.encode())
    file.name = "view.ts"
    return [(line, name, text) for line, name, text, _comments in extract(file, (), ())]


def test_texts_are_found_in_tables_templates_and_calls_over_several_lines():
    assert texts_of(COMPONENT) == [
        (2, "gettext", "dirty"),
        (3, "gettext", "Don't"),
        (3, "gettext", 'say "{name}"'),
        (4, "ngettext", ("{count} night", "{count} nights")),
    ]


@pytest.mark.parametrize(
    "call",
    [
        "t(sentence)",
        't("Room " + number)',
        "t(`Room ${number}`)",
        'tn("{count} night", many, 2)',
        "t('Room')",
    ],
)
def test_a_text_that_is_put_together_is_refused(call: str):
    with pytest.raises(NotWrittenOutError, match=r"^view.ts:2: "):
        texts_of(f"\nconst words = {call};")
