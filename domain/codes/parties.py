"""Names that sources write in place of a state.

Regions and groups, parties and persons, and codes and names of their own.
"""

from typing import Final

# Codes that CAMEO, and GDELT with it, has beside those of states. Sources and choices: SOURCES.md,
# "Actors of sources".
_REGION_CODES: Final = """
AFR ASA BAG BLK CAS CAU CEU CFR CRB EAF EEU EIN EUR GZS LAM MDT MEA NAF NMR PGS SAF SAM SAS SCN SEA
WAF WSB WST
IGO IMG INT MNC NGM NGO UIS
"""
REGION_CODES: Final = frozenset(_REGION_CODES.split())

OWN_CODES: Final = {"MTN": "MNE", "IMY": "IMN"}
"""Three-letter codes that CAMEO has where ISO 3166 has another; ROM and TMP it kept when ISO
withdrew them.
"""

BANK_CODES: Final = {"KSV": "XKX", "WBG": "PSE", "ADO": "AND", "IMY": "IMN", "KOS": "XKX"}
"""Three-letter codes of tables of the World Bank and others, for states whose code in ISO 3166 is
another or none; ROM, TMP and ZAR are withdrawn ones.
"""

GW_NUMBERS: Final = {
    "260": "DEU",
    "340": "SRB",
    "678": "YAR YEM",
    "680": "YMD",
    "817": "RVN VNM",
    "970": "KIR",
    "971": "NRU",
    "972": "TON",
    "973": "TUV",
}
"""Numbers of Gleditsch and Ward that are others than those of the Correlates of War, with the
states that have them one after the other.
"""

_WITHDRAWN_CODES: Final = """
AFI>DJI BUR>MMR BYS>BLR DHY>BEN FXX>FRA HVO>BFA JTN>UMI MID>UMI NHB>VUT PUS>UMI RHO>ZWE ROM>ROU
TMP>TLS VDR>VNM WAK>UMI ZAR>COD
"""
WITHDRAWN_CODES: Final = {pair[:3]: pair[4:] for pair in _WITHDRAWN_CODES.split()}
"""Codes that ISO 3166 has withdrawn, with the actor they meant; those of past states are ids in
the registry.
"""

CONGO_NAMES: Final = {
    "Congo": "COG",
    "Congo (the)": "COG",
    "Congo, Rep.": "COG",
    "Congo, Republic of": "COG",
    "Congo, Republic of the": "COG",
    "Congo, Dem. Rep.": "COD",
    "Congo, Democratic Republic of": "COD",
    "Congo, Democratic Republic of the": "COD",
    "Congo (the Democratic Republic of the)": "COD",
}
"""Short names of ISO 3166, the United Nations and the World Bank; people mean either by `Congo`."""

OWN_NAMES: Final = {
    **CONGO_NAMES,
    "Georgia": "GEO",
    "Palestinian Territory, Occupied": "PSE",
}
"""Names that mean one state where ICEWS writes them, and two or none elsewhere."""

_REGIONS: Final = """
Africa | Asia | Caribbean | Central America | Europe | International | Latin America | Middle East
| North America | South America
| South Asia | Southeast Asia
| Abkhazia | Alexandria | Catalonia | Chechen | Crimea | Dagestan | Indian Administered Kashmir
| Iraqi Kurdistan | Northern Ireland
| Pakistan administered Kashmir | Republic of Artsakh | Scotland | Sicily | Zanzibar
"""
REGIONS: Final = frozenset(name.strip() for name in _REGIONS.split("|"))
"""Names of regions of several states, and of parts of one."""

# Texts in brackets after a name in ICEWS's graph files that are not a country: "N" is a
# country's place left empty.
_NO_STATES: Final = """
Aam Aadmi Party | Abu Sayyaf | Ahrar ash-Sham | Akali Dal | Al Qaeda in the Arabian Peninsula
| All Progressives Congress
| Alliance for Democracy | Allied Democratic Forces | Armed Forces of the Philippines
| Asom Gana Parishad
| Association of American Publishers | Bahujan Samaj Party | Bajrang Dal
| Bangladesh Nationalist Party | Bangladesh Student League
| Basij | Bharatiya Janata | Bolivarian Intelligence Service | CPI | Central Bureau of Investigation
| Central Committee of the Communist Party of China | Communist Party of India | Congress Party
| Conservative Party of Canada
| Democratic Alliance | Democratic Forces for the Liberation of Rwanda | Democratic Party of Russia
| Democratic Progressive Party
| Executive Office of the President | Hezbul Mujahedeen | Iranian Kurds | Iraqi Kurds
| Israeli Defense Forces | Jabhat al-Nusra
| Jaish-e-Mohammad | Jammu-Kashmir Liberation Front | Japan Self-Defense Forces | Juárez Cartel
| Lashkar-e-Taiba
| Liberal National Party | Libération | Likud | Los Zetas Cartel | Malawi Development Corporation
| Mara Salvatrucha | Marxist
| Moderate Party | Motol University Hospital | Movement for Democratic Change | Musavat Party | N
| National Front Malaysia
| National Intelligence Service | National Liberation Army | National Liberation Front
| National Socialist Council of Nagaland
| New Democracy | New People's Army | Non-Governmental Organizations
| Ogaden National Liberation Front | Oromo Liberation Front
| Party for Democracy | Progressive Socialist Party | RENAMO
| Revolutionary Armed Forces of Colombia | Romani | Royal Air Force
| Samajwadi Janata Party | Scottish National Party | Shiv Sena | Social Democratic Party
| Social Group
| Student Islamic Movement of India | Syrian Kurds | Syrian Observatory for Human Rights
| Telugu Desam Party | Turkish Kurds
| Ulster Unionist Party | Unidentified State Actor | United Democratic Front
| United Socialist Party of Venezuela
| Vishva Hindu Parishad
"""
NO_STATES: Final = frozenset(name.strip() for name in _NO_STATES.split("|"))
