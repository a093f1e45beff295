"""The wordings with which a report protects its sources: false names, changed names, names kept back."""

from __future__ import annotations

import re

_HIS = r"(?:his|her|their)"
_CHANGED = (
    r"(?:(?:has|have|had) been |(?:is|are|was|were) being |was |were |is |are |being |to be |be )?"
    r"(?:changed|altered|withheld|concealed|not (?:used|given|printed|published|real|genuine))"
)
_NOT_HIS = rf"not (?:{_HIS} |the )?(?:real|own|true|actual|given|original)(?: (?:first |last |full )?names?)?"
NOT_REAL = re.compile(
    rf"[(,–—-]\s?(?:which is |that is |an? |the |this )?(?:name )?(?:is )?"
    rf"(?:{_NOT_HIS}|(?:a )?pseudonym|(?:an )?(?:assumed|invented|fictitious|false|changed) name"
    rf"|using a pseudonym|name changed|(?<=\()(?:real |full )?name {_CHANGED}"
    r"|who (?:asked to use|spoke under|spoke using|uses|used) (?:a |an )"
    r"(?:pseudonym|alias|(?:false|assumed|invented) name)"
    rf"|(?:who (?:is |was )?)?using (?:a|an) (?:\w+ )?(?:pseudonym|alias|name)"
    rf"|(?:who )?asked that {_HIS} real name not be (?:used|given|published|printed)"
    rf"|as (?:we|I) (?:shall|will|have) call(?:ed)? (?:him|her)|as (?:he|she) (?:asked|wanted|wished) to be called"
    rf"|(?:{_HIS}|whose|the) (?:real )?name(?:, like [^,)\n]{{1,40}},)? {_CHANGED})",
    re.IGNORECASE,
)
WHOSE = re.compile(
    rf"whose (?:real |full )?names? (?:{_CHANGED}|(?:we|I) (?:have |has )?(?:changed|altered))"
    r"|identified (?:here )?(?:only )?by (?:a|an) (?:pseudonym|alias|assumed name|false name)",
    re.IGNORECASE,
)
HER_NAME = re.compile(
    rf"[.!?][”\"’]? (His|Her)(?: real| own)? name(?:, like [^,.\n]{{1,60}},)? {_CHANGED}", re.IGNORECASE
)
OTHER = {"his": "female", "her": "male"}
IS = re.compile(
    r"(\b[A-Z][\w-]{0,30}(?: [A-Z][\w.-]{0,30}){0,3})[’”\"]?"
    rf"(?: is (?:a pseudonym|not {_HIS} (?:real|own|true) name)|[’']s (?:real |full )?name {_CHANGED})"
)
THE_NAME = re.compile(
    r"\b[Tt]he name ‘?(\b[A-Z][\w’'-]{0,30}(?: [A-Z][\w’'.-]{0,30}){0,3}?)[’”\"]?"
    r" (?:has been|was|is) (?:changed|invented|not real|fictitious|made up|a pseudonym)"
)
CALLED = re.compile(
    r"(?:whom|who|woman|man|girl|boy) (?:we|I) (?:shall |will |have )?call(?:ed)? [‘“\"]?(?=[A-Z])"
    r"|\bwhom? (?:[\w/’'-]+ ){1,4}?(?:calls|calling|identif(?:ies|ying) as|refer(?:s|ring)? to as|call)"
    r" [‘“\"]?(?=[A-Z])"
    r"|\b(?:ask|asks|asked|asking|wish|wished|wants|wanted|chose)"
    r" (?:(?:on being|that (?:he|she) be|to be) (?:called|known|identified|referred|named|quoted)(?: to)?"
    r"|(?:us|me) to call (?:him|her))"
    r"(?: here)?(?: only| simply| just)?(?: as)?(?: only| just| simply)? "
    r"[‘“\"]?(?=[A-Z])"
    r"|\b(?:ask|asks|asked|asking|wanted|wished|begged|told) (?:that )?(?:[\w/’'-]+ ){1,4}?(?:to )?call (?:him|her)"
    r" (?:only |simply |just |here )?[‘“\"]?(?=[A-Z])"
    r"|\b(?:under|using|uses|used|go(?:es|ing)? by) (?:the |a |an )?"
    r"(?:false |assumed |invented |fictitious |made-up |cover )?"
    r"(?:name|pseudonym|alias|nom de guerre)(?: of)?,? [‘“\"]?(?=[A-Z])"
    r"|\b(?:by|under|with) (?:the |a |an )(?:false name|assumed name|pseudonym|alias)(?: of)?,? [‘“\"]?(?=[A-Z])"
    r"|\bnames? (?:we|I|IWPR|RFE/RL) (?:have |has )?(?:changed|altered) to [‘“\"]?(?=[A-Z])"
    r"|\bhere (?:called|named|identified as|referred to as|quoted as) [‘“\"]?(?=[A-Z])"
    r"|\b(?:we|I) (?:shall|will|have) call(?:ed)? (?:him|her) [‘“\"]?(?=[A-Z])"
    r"|(?<=[a-z])(?<!\band)(?<!\bbut)(?<!\bthat)(?<!\bsaid) we (?:shall|will) call [‘“\"]?(?=[A-Z])"
    r"|(?i:let (?:us|me) call (?:him|her) )[‘“\"]?(?=[A-Z])"
    r"|(?:is|are|be) (?:called|identified as|referred to as|named) [‘“\"]?"
    r"(?=[A-Z][\w’'-]*(?: [A-Z][\w’'.-]*)?[’”\"]? "
    r"(?:here|in this (?:report|article|story)|for this|throughout|to protect))"
    r"|(?:identified|referred to|quoted|named|called|known) (?:here|in this (?:report|article|story))"
    r" (?:only |simply |just )?(?:as |by )?[‘“\"]?(?=[A-Z])"
)
OF_THEM = re.compile(
    r"(?<![\w’'])(?:(?:all|their|the|of) (?:[\w’']+ ){0,4}?)?names"
    r" (?:of [\w’ ']{3,60}? |used (?:here )?|in this (?:report|article|story) |given (?:here )?){0,2}"
    rf"(?:have been|were|are|be) (?:changed|altered|invented|fictitious|pseudonyms|{_NOT_HIS})[^.\n]{{0,60}}"
    r"|(?:has|have|had) changed (?:the |all |their |some |most )?names\b[^.\n]{0,60}"
    r"|names and (?:[\w’']+ ){1,4}?(?:have been|were|are) (?:changed|altered)[^.\n]{0,60}"
    r"|names (?:that|which) are not their (?:own|real|true)\b[^.\n]{0,60}"
    r"|(?:uses?|used|using|identified by|referred to by|are|under|with|by) "
    r"(?:pseudonyms|(?:false|invented|assumed|fictitious) names)\b[^.\n]{0,60}"
    r"|pseudonyms (?:are|were|have been) used",
    re.IGNORECASE,
)
"""A notice that changes the names at large, be it labelled as one or a sentence of the running text."""
SOME = re.compile(r"\bsome\b", re.IGNORECASE)
ASTERISK = re.compile(
    r"^\*{1,3}\s?(?:(?:the |some |all |not (?:his|her|their) )?(?:real |own )?(?:names?|identit(?:y|ies))\b"
    r"(?: {0,1}[\w]+){0,3}|(?:a )?pseudonyms?\b)",
    re.I | re.M,
)
_REFUSED = (
    r"\b(?:not|\w{1,9}n[’']t|never|cannot|declin(?:ed|es|ing)|refus(?:ed|es|ing)|afraid|fear(?:ed|s|ing)?"
    r"|unless|if|no|neither|without|unwilling|reluctant)"
)
_BETWEEN = r"(?: (?!know|knew|remember|recall|recogni|hear|forg|spell|mention)[\w’'-]+)"
UNNAMED = re.compile(
    rf"\banonym(?:ity|ous|ously)\b|\boff the record\b"
    rf"|\b(?:an|the|one) unnamed (?=\w)|\bnot (?:to )?be quoted by name\b"
    rf"|\btoo \w{{3,15}} to (?:give|reveal|use|say) {_HIS} (?:full |real )?name\b"
    rf"|\bnot to (?:reveal|disclose|publish|give|use|print) {_HIS} (?:full |real )?(?:name|identity)\b"
    r"|\bwhose (?:name|identity) (?:[\w/’'-]{1,20} ){1,4}?(?:is|are|has|have) (?:with(?:holding|held)"
    r"|not (?:revealing|disclosing|publishing|revealed|disclosed|published))\b"
    rf"|{_REFUSED}{_BETWEEN}{{0,7}}? (?:named|identified|identifiable|recogni[sz]able)\b(?! (?:as|in the|on|among))"
    r"|\bnot (?:naming|identifying|be(?:ing)? recogni[sz]ed)\b"
    rf"|{_REFUSED}{_BETWEEN}{{0,6}}? {_HIS} (?:full |real |last |own )?(?:sur)?names?\b"
    r"|\b(?:gave|giving) no name\b"
    rf"|\b(?:name|names|surname|identity){_BETWEEN}{{0,3}}? (?:withheld|protected|left out|kept out|kept secret"
    r"|concealed|not (?:be )?(?:used|given|published|printed|disclosed|revealed|known))\b"
    r"|\bwhose (?:name|identity) is known to\b"
    rf"|\bwithh(?:eld|olding|olds) {_HIS} (?:full |real )?(?:name|identity)\b"
    r"|\b(?:remain|stay|go|be) (?:unnamed|nameless|unidentified)\b"
    r"|\bnot (?:to be )?named\b(?! (?:as|in the))"
    r"|\bnot (?:authori[sz]ed|allowed|permitted|entitled|supposed) to (?:speak|talk|comment|discuss|brief|be quoted"
    r"|give (?:interviews|statements))\b"
    r"|\b(?:barred|forbidden|banned) from (?:speaking|talking) to (?:the )?(?:press|media|journalists|reporters)\b",
    re.IGNORECASE,
)
