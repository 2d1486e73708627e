"""How mails look: a class of `RULES` in a template becomes a style in place, because mail programs know little else.

Colours are names of tokens in braces. Their dark values stand once in a media query of the frame (`dark_rules`), for
the programs that read one.
"""

import re

from django.conf import settings

from nexus.foundation import palette

SANS = "'Instrument Sans',system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
MONO = "'Geist Mono',ui-monospace,Menlo,Consolas,monospace"
RULES = {
    "m-page": f"margin:0;padding:32px 12px;background:{{sunken}};color:{{ink}};font:15px/24px {SANS}",
    "m-card": "width:100%;max-width:600px;border-collapse:separate;background:{surface};border:1px solid {line};"
    "border-radius:16px",
    "m-top": "padding:24px 32px 12px",
    "m-brand": "color:{ink};font-size:18px;line-height:24px;font-weight:600;letter-spacing:-0.03em;"
    "text-decoration:none",
    "m-mark": "display:inline-block;vertical-align:-5px;margin-right:9px;border:0",
    "m-main": "padding:12px 32px 16px",
    "m-foot": "padding:16px 32px 24px;border-top:1px solid {line};color:{ink-3};font-size:13px;line-height:20px",
    "m-h": "margin:0 0 12px;color:{ink};font-size:30px;line-height:36px;font-weight:500;letter-spacing:-0.021em",
    "m-h2": "margin:24px 0 12px;color:{ink};font-size:20px;line-height:26px;font-weight:500",
    "m-h3": "margin:16px 0 8px;color:{ink};font-size:15px;line-height:24px;font-weight:600",
    "m-p": "margin:0 0 16px;color:{ink}",
    "m-list": "margin:0 0 16px;padding:0 0 0 22px;color:{ink}",
    "m-rule": "margin:24px 0;border:0;border-top:1px solid {line}",
    "m-img": "display:block;max-width:100%;height:auto;margin:0 0 16px;border:0;border-radius:8px",
    "m-quiet": "color:{ink-2}",
    "m-small": "color:{ink-2};font-size:13px;line-height:20px",
    "m-address": "word-break:break-all",
    "m-a": "color:{ink};text-decoration:underline",
    "m-quote": "margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid {line-strong};color:{ink}",
    "m-button": "display:inline-block;margin:0 8px 8px 0;padding:10px 18px;border:1px solid {action};border-radius:8px;"
    "background:{action};color:{on-action};font-weight:500;line-height:20px;text-decoration:none",
    "m-second": "display:inline-block;margin:0 8px 8px 0;padding:10px 18px;border:1px solid {line-strong};"
    "border-radius:8px;background:{surface};color:{ink};font-weight:500;line-height:20px;text-decoration:none",
    "m-lines": "width:100%;margin:0 0 16px;border-collapse:collapse",
    "m-cell": "padding:12px 0;border-top:1px solid {line};color:{ink};vertical-align:top",
    "m-pic": "width:88px;padding:12px 0;border-top:1px solid {line};vertical-align:top",
    "m-tile": "display:block;width:72px;height:72px;border:0;border-radius:8px;background:{stage}",
    "m-n": "padding:12px 0 12px 16px;border-top:1px solid {line};color:{ink};text-align:right;white-space:nowrap;"
    "vertical-align:top",
    "m-sum": "padding:8px 0;color:{ink};vertical-align:baseline",
    "m-sum-n": "padding:8px 0 8px 16px;color:{ink};text-align:right;white-space:nowrap;vertical-align:baseline",
    "m-total": "font-size:20px;line-height:26px;font-weight:600",
    "m-pixel": "display:block;width:1px;height:1px;border:0",
    "m-mono": f"font:430 12px/16px {MONO}",
}
COLOURED = re.compile(r"(?:^|;)\s*([a-z-]+):([^;]*\{[a-z0-9-]+\}[^;]*)")
HOLE = re.compile(r"\{([a-z0-9-]+)\}")
CLASS = re.compile(r'class="((?:m-[a-z0-9-]+\s?)+)"')
LOCAL = re.compile(r'(\s(?:src|href))="/')


def _filled(rule: str, scheme: int) -> str:
    return HOLE.sub(lambda hole: palette.colours()[hole[1]][scheme], rule)


def inlined(html: str) -> str:
    """The mail with every class's light values in place, and addresses of this site written out."""

    def styled(match: re.Match[str]) -> str:
        rules = ";".join(RULES[name] for name in match[1].split() if name in RULES)
        return f'{match[0]} style="{_filled(rules, 0)}"' if rules else match[0]

    return LOCAL.sub(rf'\1="{settings.SITE_URL}/', CLASS.sub(styled, html))


def dark_rules() -> str:
    """The same classes' dark colours, for a media query; they must win over what stands in place."""
    lines = []
    for name, rule in RULES.items():
        coloured = ";".join(f"{key}:{_filled(value, 1)} !important" for key, value in COLOURED.findall(rule))
        if coloured:
            lines.append(f".{name}{{{coloured}}}")
    return "".join(lines)
