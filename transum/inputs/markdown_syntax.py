"""Markdown's structure: markdown-it's parser, whose rules note where in a block each piece of markup stands.

CommonMark with tables and strikethrough; footnotes, definition lists, admonitions and formulas by mdit-py-plugins; what
site generators and note books put between the words (shortcodes, attributes, wiki links, task boxes) by rules of our
own, which only tell it from words.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_Rule = Callable[["StateInline", bool], bool]

# A line that is no words at all: a shortcode, a Liquid tag, attributes, the fence of a container, the kind of an alert,
# a module of MDX, an abbreviation that is explained.
_MARKUP_LINE: Final = re.compile(
    r"(?:\{\{(?:(?!\}\}).){0,500}\}\}|\{%(?:(?!%\}).){0,500}%\}|\{:?[#.:][^{}]*\}|:{3,}.*|\[![A-Za-z]+\][+-]?"
    r"|\[\[?_?TOC_?\]?\]|import\s[^\n]{1,300}\sfrom\s+['\"][^\n]+|export\s+(?:const|default|function|let)\s[^\n]{1,500}"
    r"|\*\[[^\]\n]+\]:.*)\s*"
)
# What stands between words and is none: marks of notes, pictures of a wiki, shortcodes, attributes, backslashes before
# figures, signs by their names, sources that are cited, comments, names of blocks.
_THING: Final = re.compile(
    r"\[\^[^\]\s]+\]|\^\[[^\]\n]*\]|!\[\[[^\]\n]+\]\]|\{\{(?:(?!\}\}).){0,500}\}\}|\{%(?:(?!%\}).){0,500}%\}"
    r"|\{:?[#.:][^{}\n]{0,200}\}|\\(?=\d)|:[a-z][a-z0-9_+-]*:(?!\w)"
    r"|\[(?:(?:see|lihat|cf\.|bdk\.)\s)?-?@[\w:.-]+(?:[,;][^\[\]\n]{0,200})?\](?![(\[])"
    r"|%%[^%\n]{1,500}%%|(?<=\s)\^[A-Za-z0-9-]+\s*\Z"
)
_TASK: Final = re.compile(r"\[[ xX]\](?=\s)")
_WIKI: Final = re.compile(r"\[\[(?P<place>[^\[\]|\n]+)(?:\|(?P<label>[^\[\]\n]+))?\]\]")


def parser() -> "MarkdownIt":
    """The parser of whole texts; the ``meta["at"]`` of an inline token is its span in the block's source."""
    from markdown_it import MarkdownIt, rules_inline
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    made = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    made.use(footnote_plugin).use(deflist_plugin).use(admon_plugin).use(amsmath_plugin)
    made.use(dollarmath_plugin, allow_space=False, allow_digits=False)
    # The plugin would move notes to the end, and know no mark without its note.
    made.disable(["footnote_tail", "footnote_inline", "footnote_ref"])
    made.disable("text_join")  # it would hide what was escaped
    made.block.ruler.before(
        "table", "markup_line", _markup_line, {"alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]}
    )
    made.inline.ruler.before("escape", "thing", _thing)
    rules: dict[str, _Rule] = {
        "newline": rules_inline.newline,
        "escape": rules_inline.escape,
        "backticks": rules_inline.backtick,
        "strikethrough": rules_inline.strikethrough.tokenize,
        "emphasis": rules_inline.emphasis.tokenize,
        "link": rules_inline.link,
        "image": rules_inline.image,
        "autolink": rules_inline.autolink,
        "html_inline": rules_inline.html_inline,
        "entity": rules_inline.entity,
        "math_inline": _formula(next(rule.fn for rule in made.inline.ruler.__rules__ if rule.name == "math_inline")),
    }
    for name, rule in rules.items():
        made.inline.ruler.at(name, _located(name, rule))
    return made


def html_parser() -> "MarkdownIt":
    """The parser of what stands in blocks of HTML, where only tags and entities are markup."""
    from markdown_it import MarkdownIt, rules_inline

    made = MarkdownIt("zero", {"html": True}).enable(["html_inline", "entity", "newline"])
    made.disable("text_join")
    rules: dict[str, _Rule] = {
        "newline": rules_inline.newline,
        "html_inline": rules_inline.html_inline,
        "entity": rules_inline.entity,
    }
    for name, rule in rules.items():
        made.inline.ruler.at(name, _located(name, rule))
    return made


def _markup_line(state: "StateBlock", start: int, _: int, silent: bool) -> bool:  # noqa: FBT001 - their signature
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not _MARKUP_LINE.fullmatch(line):
        return False
    if not silent:
        state.line = start + 1
    return True


def _thing(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - their signature
    start = state.pos
    if state.src.startswith("[[", start) and (wiki := _WIKI.match(state.src, start)):
        _take_wiki_link(state, wiki, silent=silent)
        return True
    match = _TASK.match(state.src) if start == 0 else None
    match = match or _THING.match(state.src, start)
    if match is None or (match[0][0] == ":" and state.src[start - 1 : start].isalnum()):
        return False
    if not silent:
        token = state.push("thing", "", 0)
        token.meta["at"] = match.span()
    state.pos = match.end()
    return True


def _take_wiki_link(state: "StateInline", link: re.Match[str], *, silent: bool) -> None:
    if not silent:
        start, end = link.span("label" if link["label"] else "place")
        opening = state.push("wiki_open", "a", 1)
        opening.meta |= {"at": (link.start(), start), "markup": f"[[{link['place']}|"}
        state.push("text", "", 0).content = link[0][start - link.start() : end - link.start()]
        state.push("wiki_close", "a", -1).meta["at"] = (end, link.end())
    state.pos = link.end()


def _formula(rule: _Rule) -> _Rule:
    """The rule, but that the dollar of "US$" opens no formula."""

    def formula(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - their signature
        return not (state.pos and state.src[state.pos - 1].isalnum()) and rule(state, silent)

    return formula


def _located(name: str, rule: _Rule) -> _Rule:
    """The rule, but that it notes on each token where in the source its markup stands."""

    def located(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own signature
        start, before = state.pos, len(state.tokens)
        label = start + (name == "image")
        has_label = name in {"link", "image"} and not silent and state.src[label : label + 1] == "["
        label_end = state.md.helpers.parseLinkLabel(state, label, name == "link") if has_label else -1
        matched = rule(state, silent)
        if matched and not silent and len(state.tokens) > before:
            _locate(name, state.tokens, start, label_end, state.pos)
        return matched

    return located


def _locate(name: str, tokens: list["Token"], start: int, label_end: int, end: int) -> None:
    if name in {"emphasis", "strikethrough"}:
        for token in reversed(tokens):  # one a delimiter; which of them are markup is decided later
            token.meta["at"] = (end - len(token.content), end)
            end -= len(token.content)
            if end <= start:
                return
    elif name == "link":
        opening = next(token for token in reversed(tokens) if token.type == "link_open" and "at" not in token.meta)
        opening.meta["at"] = (start, start + 1)
        tokens[-1].meta["at"] = (label_end, end)
    elif name == "autolink":
        tokens[-3].meta["at"] = (start, end)
    elif tokens[-1].type != "text":
        tokens[-1].meta |= {"at": (start, end), "label": (start + 2, label_end)}
