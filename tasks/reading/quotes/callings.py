"""What else people of some office or trade are called: a colonel is "the officer", an imam "the cleric"."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

_SHORTEST_HEAD = 5
# Called so, without more: those of whom the report has said one of these.
_ALSO = MappingProxyType(
    {
        called: frozenset(known.split())
        for called, known in {
            "officer": "colonel major captain lieutenant sergeant general brigadier commander admiral inspector"
            " superintendent policeman policewoman constable cop detective",
            "soldier": "private corporal serviceman sergeant conscript infantryman paratrooper rifleman",
            "policeman": "sergeant constable inspector officer detective",
            "commander": "colonel general major captain brigadier admiral warlord",
            "general": "major-general lieutenant-general",
            "lawmaker": "senator congressman congresswoman mp deputy legislator parliamentarian representative"
            " assemblyman",
            "legislator": "senator congressman congresswoman mp deputy lawmaker parliamentarian representative",
            "parliamentarian": "senator mp deputy lawmaker legislator",
            "politician": "senator mp deputy lawmaker legislator congressman congresswoman parliamentarian candidate"
            " mayor",
            "deputy": "mp lawmaker legislator parliamentarian",
            "cleric": "imam sheikh mullah ayatollah mufti priest bishop pastor reverend preacher",
            "clergyman": "priest bishop pastor reverend vicar father archbishop minister",
            "priest": "father monsignor vicar reverend",
            "pastor": "reverend priest minister",
            "preacher": "imam sheikh mullah pastor reverend",
            "prelate": "bishop archbishop cardinal",
            "nun": "sister",
            "monk": "brother abbot venerable",
            "lawyer": "attorney barrister solicitor counsel advocate",
            "attorney": "lawyer barrister solicitor counsel",
            "barrister": "lawyer counsel",
            "advocate": "lawyer attorney activist campaigner",
            "jurist": "judge lawyer",
            "magistrate": "judge",
            "judge": "justice magistrate",
            "prosecutor": "attorney-general",
            "doctor": "surgeon physician paediatrician pediatrician gynaecologist obstetrician pathologist anaesthetist"
            " medic cardiologist neurologist dr",
            "physician": "doctor surgeon dr",
            "medic": "doctor nurse paramedic physician",
            "pathologist": "doctor",
            "journalist": "reporter correspondent editor columnist blogger newsman broadcaster anchor",
            "reporter": "journalist correspondent",
            "correspondent": "journalist reporter",
            "presenter": "anchor broadcaster host newsreader",
            "anchor": "presenter newsreader",
            "author": "writer novelist poet",
            "writer": "novelist poet author essayist playwright",
            "activist": "campaigner organiser organizer defender",
            "campaigner": "activist",
            "defender": "activist campaigner",
            "organizer": "organiser activist",
            "organiser": "organizer activist",
            "chairman": "chair chairperson",
            "chairwoman": "chair chairperson",
            "chairperson": "chair chairman chairwoman",
            "chair": "chairman chairwoman chairperson",
            "spokesman": "spokesperson",
            "spokeswoman": "spokesperson",
            "spokesperson": "spokesman spokeswoman",
            "headmaster": "headteacher",
            "headmistress": "headteacher",
            "headteacher": "headmaster headmistress",
            "academic": "professor lecturer scholar historian sociologist",
            "scholar": "professor academic historian",
            "lecturer": "professor academic",
            "scientist": "biologist chemist physicist geologist hydrologist ecologist",
            "expert": "analyst specialist",
            "analyst": "expert",
            "musician": "violinist pianist cellist guitarist drummer flautist trumpeter conductor",
            "artist": "painter sculptor muralist",
            "athlete": "wrestler boxer runner footballer swimmer weightlifter judoka",
            "wrestler": "athlete",
            "player": "footballer striker goalkeeper midfielder",
            "footballer": "striker goalkeeper midfielder",
            "worker": "miner labourer laborer",
            "laborer": "labourer",
            "farmer": "peasant smallholder grower",
            "peasant": "farmer",
            "trader": "vendor merchant shopkeeper stallholder seller",
            "merchant": "trader",
            "vendor": "trader seller stallholder",
            "businessman": "entrepreneur",
            "businesswoman": "entrepreneur",
            "entrepreneur": "businessman businesswoman",
            "diplomat": "ambassador consul attache envoy",
            "envoy": "ambassador rapporteur",
            "investigator": "detective inspector",
            "detainee": "prisoner inmate",
            "prisoner": "inmate detainee convict",
            "inmate": "prisoner detainee convict",
            "boss": "chief director head",
            "mother": "mum mom",
            "father": "dad",
        }.items()
    }
)


def same_head(one: str, other: str) -> bool:
    """ "teacher" and "schoolteacher", not "man" and "policeman"."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _SHORTEST_HEAD and long.endswith(short))


def is_called(head: str, known: Iterable[str]) -> bool:
    """Whether somebody of whom a report knows these words may be called so again."""
    also = _ALSO.get(head, frozenset[str]())
    return any(word in also or same_head(word, head) for word in known)
