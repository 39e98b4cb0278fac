"""The medicines of IVF as people name them, for the checks that ask who offers them and who prescribes them.

Brand names, substances and everyday words, as typed in small letters. Not here: what they are for
(`hub.reference`), and whether a sentence about one is a worry (`supply`, `directives`).
"""

import re

from hub.screening.reading import Reading, Span

# Medicines of fertility treatment, on prescription.
_PRESCRIBED = (
    r"gonal[\s-]?f?|menopur|follistim|puregon|rekovelle|ovaleap|bemfola|meriofert|pergoveris|merional"
    r"|fostimon|elonva|bravelle|fertistartkit"
    r"|follitropin|corifollitropin|menotropins?|urofollitropin|gonadotro(?:ph|p)ins?|hmg|cetrotide"
    r"|cetrorelix|orgalutran|ganirelix"
    r"|fyremadel|lupron|leuprolide|leuprorelin|buserelin|suprecur|suprefact|synarel|nafarelin|prostap"
    r"|zoladex|goserelin|decapeptyl"
    r"|gonapeptyl|triptorelin|ovitrelle|ovidrel|pregnyl|novarel|choragon|brevactid|hcg|cyclogest"
    r"|utrogestan|lubion|crinone|endometrin"
    r"|prometrium|prolutex|lutigest|gestone|duphaston|dydrogesterone|progesterone|progest|pio|progynova"
    r"|estrace|estradot|evorel|estrofem"
    r"|o?estradiol|o?estrogens?|clomid|clomi(?:ph|f)ene|letrozole|femara|metformin|glucophage"
    r"|cabergoline|dostinex|bromocriptine"
    r"|predniso(?:lo)?ne|dexamethasone|steroids?|intralipids?|clexane|lovenox|enoxaparin|fragmin"
    r"|fraxiparine|heparin|humira|sildenafil|viagra"
    r"|growth hormone|omnitrope|saizen|norditropin|norethisterone|provera|medroxyprogesterone|neupogen"
    r"|filgrastim|ivig|naltrexone|ldn"
    r"|tamoxifen|relugolix|danazol|trigger shots?|triggers?|trigger injections?|down-?reg(?:ulation)?")
# What else people take or stop: other prescriptions, pain relief, supplements.
_OTHER = (
    r"aspirin|dhea|coq10|co-?q-?10|coenzyme q10|ubiquinol|ubiquinone|(?:myo-?)?inositol|melatonin"
    r"|vitamins?(?: [a-ek]\d*)?|folic acid|folate|methylfolate|nac|omega[- ]?3"
    r"|selenium|zinc|iron tablets|l-?arginine|royal jelly|maca|ashwagandha|vitex|agnus castus|black seed"
    r"|turmeric|supplements?|multivitamins?|prenatals?|herbs"
    r"|testosterone|(?:levo)?thyroxine|levothyroxin|synthroid|euthyrox|thyroid (?:tablets|meds"
    r"|medication|pills)|antibiotics?|doxycycline|azithromycin"
    r"|anti-?depressants?|ssris?|sertraline|citalopram|fluoxetine|prozac|zoloft|anti-?epileptics?"
    r"|epilepsy (?:tablets|meds|drugs|medication)|lithium|insulin|inhalers?"
    r"|blood thinners?|anticoagulants?|warfarin|beta blockers?|blood pressure (?:tablets|meds|pills"
    r"|medication)|statins?|methotrexate|painkillers?|ibuprofen|nsaids?"
    r"|paracetamol|tylenol|acetaminophen|valium|diazepam|sedation|an(?:a)?esthetic|antihistamines?"
    r"|vaccin\w+|flu jab|jabs?|(?:contraceptive|birth control) pill|birth control|the pill"
    r"|antagonists?|agonists?|luteal support|blockers?|sniffers?|nasal spray|egg white|baby aspirin"
    r"|hormones?|immune (?:therapy|drugs|protocol)")
# Words for a medicine without its name.
_PLAIN = (r"meds|medications?|medicines?|(?:fertility|ivf|stim|leftover|left over|extra|spare|unused"
          r"|clinic) drugs|drugs|stims?|injectables?|injections?|shots|vials?|ampoules?"
          r"|ampules?|cartridges?|pessar(?:y|ies)|suppositor(?:y|ies)|patch(?:es)?|tablets?|pills?"
          r"|capsules?|gel applicators?|inj(?:ection)? pens?|doses?|dosage|prescriptions?|protocol")

_ANY = re.compile(rf"(?<!\w)(?=[a-z][a-z]|l-)(?:(?P<prescribed>{_PRESCRIBED}|(?:baby )?aspirin|dhea|coq10)"
                  rf"|(?P<other>{_OTHER})"
                  rf"|(?P<plain>{_PLAIN})|(?P<pen>pens?))(?!\w)")
_AMOUNT = re.compile(
    r"(?<![\w.,])\d[\d.,]{0,7}\s?(?:mgs?|mcg|ug|ius?|i\.u\.|units?|mls?|g|grams?|milligrams?|micrograms?"
    r"|tablets?"
    r"|pessaries|pills|drops|capsules|vials?|ampoules?)(?!\w)")


def mentioned(reading: Reading) -> dict[str, set[int]]:
    """The sentences that speak of medicines, by kind: `prescribed`, `other`, `plain`, `pen`, and `amount`."""
    found: dict[str, set[int]] = {kind: set() for kind in ("prescribed", "other", "plain", "pen", "amount")}
    for kind, span in reading.once(_named):
        found[kind].add(reading.sentence_at(span[0]))
    found["amount"] = {reading.sentence_at(match.start()) for match in _AMOUNT.finditer(reading.low)}
    return found


def spans(reading: Reading) -> list[Span]:
    """Where medicines are named, by name or by a word for one; in the plain copy."""
    return [span for _, span in reading.once(_named)]


def _named(reading: Reading) -> list[tuple[str, Span]]:
    return [(match.lastgroup or "plain", match.span()) for match in _ANY.finditer(reading.low)]
