"""Calls a service through Weblate's own client of LibreTranslate.

Reads JSON: {"address", "key", "pairs": [[source, target]…] as Weblate names languages, "texts": […]}; writes JSON:
{"languages": the service's, "pairs": [[source, target]… | null where Weblate finds none], "texts": those of the first pair,
"settings": null, or why Weblate refuses to save the service}.

What the client needs of the rest of Weblate, a database and some parsers, is left out.
"""

import json
import sys
from types import ModuleType, SimpleNamespace

import django
from django import forms
from django.conf import settings

settings.configure(USE_I18N=False)
django.setup()


def left_out(name, **members):
    module = ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module


left_out("weblate.checks.utils", highlight_string=lambda *_, **__: [])
left_out("weblate.lang.models", Language=SimpleNamespace, PluralMapper=object)
left_out("weblate.logger", LOGGER=None)
left_out("weblate.utils.celery", app=None)
left_out("weblate.utils.errors", report_error=lambda *_, **__: None)
left_out("weblate.utils.forms", WeblateServiceURLField=forms.URLField)
left_out("weblate.utils.hash", calculate_dict_hash=str, calculate_hash=str, hash_to_checksum=str)
left_out("weblate.utils.similarity", Comparer=object)
left_out("weblate.utils.site", get_site_url=lambda: "http://weblate.example")
left_out("weblate.utils.version", USER_AGENT="Weblate")

from weblate.machinery.base import UnsupportedLanguageError  # noqa: E402
from weblate.machinery.libretranslate import LibreTranslateTranslation  # noqa: E402

question = json.load(sys.stdin)
given = {"url": question["address"], "key": question["key"], "source_language": "auto"}
machine = LibreTranslateTranslation(given)
machine.delete_cache()


def pair(source, target):
    try:
        return machine.get_languages(SimpleNamespace(code=source), SimpleNamespace(code=target))
    except UnsupportedLanguageError:
        return None


pairs = [pair(*codes) for codes in question["pairs"]]
found = machine.download_multiple_translations(*pairs[0], [(text, None) for text in question["texts"]])
form = machine.settings_form(LibreTranslateTranslation, given)
json.dump(
    {
        "languages": machine.download_languages(),
        "pairs": pairs,
        "texts": [found[text][0]["text"] for text in question["texts"]],
        "settings": None if form.is_valid() else form.errors.get_json_data(),
    },
    sys.stdout,
)
