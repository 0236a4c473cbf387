#include "model/study_type_rules.h"

#include <initializer_list>

#include "base/text.h"

namespace evidence {
namespace {

using S = StudyType;
// Patterns of words (model/word_pattern.h), separated by semicolons.
using Patterns = std::string_view;

std::vector<WordPattern> made(std::initializer_list<Patterns> lists) {
  std::vector<WordPattern> out;
  for (const Patterns list : lists) {
    for (const std::string_view pattern : split(list, ';')) out.emplace_back(trim(pattern));
  }
  return out;
}

// Animals, cells and models: "randomised" there says nothing about patients.
constexpr Patterns kAnimals{
    "mouse|mice|murine|rat|rats|rodent|rodents|rabbit|rabbits|hamster|hamsters; "
    "dog|dogs|canine|canines|cat|cats|feline|horse|horses|equine|pony|ponies|foals; "
    "pig|pigs|piglet|piglets|porcine|swine|sow|sows|sheep|ewe|ewes|lamb|lambs|ovine|goat|goats; "
    "cow|cows|calf|calves|heifers|cattle|bovine|dairy|steers|broiler|broilers|hens|chickens; "
    "poultry|zebrafish|fish|salmon|trout|monkey|monkeys|macaque|macaques|primates|drosophila; "
    "guinea pig|pigs; animal|animals; in vitro|vivo; ex vivo; cell line|lines; "
    "cadaver*|phantom|mannequin|plants|seedlings|soil"};
// The same in an abstract, where a mouse may be mentioned without being the study's subject.
constexpr Patterns kAnimalSubjects{
    "mice|rats|rabbits|dogs|cats|horses|pigs|piglets|sheep|goats|cows|calves|lambs|monkeys|hens ~6 "
    "randomly; "
    "mice|rats|rabbits|dogs|cats|horses|pigs|piglets|sheep|goats|cows|calves|lambs|monkeys|hens ~6 "
    "randomis*; mice|rats|rabbits|dogs|cats|horses|pigs|sheep|goats|cows|broilers|hens were|was; "
    "wistar|sprague|c57bl|balb; male|female rats|mice|rabbits|dogs|pigs; extracted human "
    "teeth|premolars|molars; extracted teeth|premolars|molars; cell line|lines; in vitro study"};
// What is about a trial, or made from its data, and is not its report.
constexpr Patterns kAboutTrials{
    "why; we need; another randomis*; cost|costs; economic|economics; budget impact; re "
    "analysis|analyses|analysed|analysing; "
    "reanalysis|reanalyses|reanalysed|reanalyzed|reanalyzing; "
    "secondary|post|exploratory|ancillary|subgroup|sub|mediation|moderator|pooled|interim "
    "analysis|analyses|hoc|group; posthoc|substudy|subanalysis; sub study|studies; "
    "secondary|additional|further outcome|outcomes|results|data; "
    "baseline|recruit*|retention|enrolment|enrollment|attrition; "
    "process|qualitative|realist|embedded|nested evaluation|study|analysis|interview*; "
    "qualitative|interviews|survey|surveys|questionnaire|questionnaires|perceptions|perspectives|"
    "experiences|attitudes|views|barriers; "
    "lesson|lessons|implications|insights|commentary|critique|appraisal|editorial|viewpoint|"
    "opinion|controversy|controversies|debate|myth|reflections|letter; "
    "design|rationale|methodology|methods|methodological|statistical|sample|simulation; "
    "protocol|protocols; non|quasi|pseudo randomis*; nonrandomis*|quasirandomis*; mendelian; "
    "emulat*; observational|cohort|registry|propensity|retrospective|case; trials; "
    "ethics|ethical|consent; future|planned|planning|proposed|ongoing|need for|of; "
    "comment|comments|response|reply|re on|to; "
    "review|meta|guideline|guidelines|recommendation|recommendations; "
    "after|following|beyond|outside|since|versus|before|towards|toward ~2 randomis* ~4 trial; long "
    "term follow; follow up of|from|after; from|in|within|into|during|about|using "
    "a|an|the|two|one|three ~3 randomis*; in|of|from randomis* controlled|clinical; "
    "arm|arms|extension of ~3 randomis*; to participate|join|enrol*|enroll*; < ~2 randomis* ~2 "
    "trial|study >; "
    "participants|patients|data|samples|specimens|biopsies|results|evidence|findings from|in|of ~3 "
    "randomis* ~5 trial; within|alongside ~2 randomis*; "
    "predict*|prognos*|biomarker|biomarkers|genetic|polymorphism*|determinants|correlates|"
    "association|associations"};
// Uses of "systematic review" and "meta-analysis" that are no such review.
constexpr Patterns kAboutReviews{
    "method|approach|algorithm|software for ~1 meta; another look; "
    "misleading|incorrect|mirage|distortion|fallacy|invalid|invalidate*|flawed; "
    "pharmacokinetic|interrogating|translation|translating; ^ meta analysis $ ^ "
    "is|are|what|how|why|do|does|can|should|friend; "
    "comparisons|effects|estimates|models|model|weighting|heterogeneity in meta; matched "
    "groups|sample size|repeated measures|publication bias|random effects|effect sizes; "
    "protocol|protocols; systematic reviews|meta analyses ~9 "
    "methods|methodological|reporting|quality|conduct*|authors; "
    "quality|reporting|methodolog*|conduct|conducting|epidemiology|characteristics|limitations|"
    "role|use|value|impact|need|critique|interpretation|bias|biases of|for|in ~5 systematic|meta; "
    "how to|should|can|do; guide|guidance|introduction|tutorial|primer|checklist|statement ~2 "
    "systematic|meta; prisma|amstar|moose|quorum; "
    "software|tool|tools|toolkit|automat*|classifier|crowdsourcing|filter|filters|search "
    "strategies; based on|upon ~3 systematic|meta; informed|supported|preceded|guided by ~3 "
    "systematic|meta; following|using|updating|registering|commissioning|reading ~2 "
    "systematic|meta; comment|comments|commentary|response|reply|letter|editorial|critical|re "
    "on|to|appraisal; commentary|editorial|letter|correspondence; narrative; mendelian; genome "
    "wide|scan; case report|reports|series|presentation; a case; plus|with|and ~2 systematic "
    "review; study|cohort|trial|data|experience and ~3 meta; "
    "study|cohort|trial|series|survey|analysis and systematic|literature review; "
    "guideline|guidelines|recommendation|recommendations|consensus|statement|task force; "
    "scoping|mapping|umbrella; overview of"};
constexpr Patterns kAboutGuidelines{
    "adheren*|complian*|concordan*|implement*|adopt*|awareness|knowledge|uptake|dissemination|"
    "disseminating|nonadherence|noncompliance|deviation*|audit; "
    "impact|effect|effects|influence|evaluation|evaluating|validation|quality|appraisal|comparison|"
    "comparing|review|critique|critical|cost|trial|trials|survey|study|studies|cohort|analysis|"
    "analyses|association|experience|attitude*|perception*|perspective*|barrier*|use|usage|using; "
    "commentary|comment|comments|letter|editorial|reply|response|perspective|viewpoint|re|debate|"
    "controvers*|concern*|criticism*|lessons|implications|what|why|how|do|does|should|are|is|can|"
    "need; "
    "according|based|recommended|directed|driven|derived|guided|concordant|adherent|consistent "
    "to|on|by|in|with|therapy|treatment|care|use; guideline "
    "recommended|directed|driven|based|concordant|adherent|consistent|indicated|derived; "
    "before|after|beyond|between|vs|versus|against|outside|without ~5 guideline|guidelines; "
    "randomis*|retrospective|prospective|qualitative|cross|systematic|meta|narrative|scoping; "
    "protocol|protocols; "
    "reporting|publication|publishing|authors|journal|research|laboratory|animal|animals|"
    "veterinary|statistical|submission|instructions|ethical|legal|manuscript*; "
    "developing|development|methods|methodology|methodological|process|grade|agree; "
    "summary|synopsis|highlights|digest|pocket|overview|update on|what is new; in the era; "
    "new|current|recent|latest|different|various|international|existing guideline|guidelines $; "
    "towards|toward|role|challenges|future|draft|history"};

// News of guidelines, guidelines for writers and makers, and works that lean on one.
constexpr Patterns kOtherGuidelines{
    "^ writing; good clinical practice; "
    "efficacy|effectiveness|safety|outcome|outcomes|following|emerging; "
    "could|may|might|would|will; teaching|interpretation|education|training; "
    "release*|released|issues|issued|publishes|announce*|target|targets|accordance|describing|"
    "creating|bioequivalence|revised|physician|physicians|suggested|proposed|proposal; "
    "clinician|clinicians|practitioner|practitioners|patient|patients s|guide; "
    "bridge|gap|gaps|trap|burden|promise|perils|pitfalls|paradox|problem|problems|limits; "
    "abstracts|articles|informative|software|computer*|electronic|decision support; ^ ~9 "
    "new|another|more|better ~3 guideline|guidelines; guideline|guidelines ~3 in practice; who "
    "guidelines in; practical|simple|easy|brief; dietary|nutrition|physical activity|exercise "
    "guidelines $"};

void add(std::vector<InferenceRule>& rules, std::string_view key, TextPart part, StudyType type,
         Patterns phrases, std::initializer_list<Patterns> not_in_title = {},
         std::initializer_list<Patterns> not_in_abstract = {}, MeasuredPrecision measured = {}) {
  rules.push_back(
      {key, part, type, made({phrases}), made(not_in_title), made(not_in_abstract), measured});
}

// What has no results or is about another work stands first: it must never pass for the study.
void add_plans_and_comments(std::vector<InferenceRule>& rules) {
  add(rules, "title_protocol", TextPart::kTitle, S::kProtocol,
      {"study|trial|review|research|analysis|survey|evaluation|cohort protocol; trials protocols; "
       "protocol for|of ~9 "
       "trial|study|review|cohort|analysis|meta|evaluation|intervention|survey|registry|overview|"
       "synthesis; protocol for|of a|an|the; ^ protocol $; ^ protocol for|of; trial|study|review "
       "~2 protocol >; randomis* ~4 protocol; rationale ~3 design|methods|protocol; design ~3 "
       "rationale; ^ ~2 design ~2 methods|protocol; statistical analysis plan|plans; study|trial "
       "design >; ^ design of ~9 trial|study; ^ study|trial design"},
      {{"treatment|anesthesia|anaesthesia|surgical|imaging|clinical|training|rehabilitation|dosing "
        "protocol"}});
  add(rules, "title_comment", TextPart::kTitle, S::kEditorial,
      {"^ comment|comments|commentary on; ^ comment; ^ ~3 commentary >; ^ commentary; ^ re $; "
       "letter to the editor*; ^ letter; < response|reply|rejoinder to; ^ a|in "
       "response|reply|rejoinder to; ^ reply to; ^ ~1 reply >; author|authors s reply|response; "
       "author|authors reply|response; ^ editorial|editorials; ^ invited ~1 "
       "commentary|perspective|editorial; journal club; ^ correspondence|viewpoint|editor*; ^ in "
       "reply; ^ editor|editors|president|presidents ~1 note|comment|page|message|choice"});
}

void add_reviews(std::vector<InferenceRule>& rules) {
  add(rules, "title_scoping_review", TextPart::kTitle, S::kReview,
      {"scoping|narrative|mapping|integrative|state review|reviews|study; scoping ~2 review; "
       "evidence|systematic map|mapping; bibliometric|scientometric"});
  add(rules, "title_systematic_review", TextPart::kTitle, S::kSystematicReview,
      {"systematic review; systematic "
       "literature|evidence|integrative|qualitative|quantitative|rapid|cochrane|updated|critical "
       "review; systematic ~2 review $; systematic ~2 review and|of; systematic overview"},
      {kAboutReviews}, {}, {218, 220});
  add(rules, "title_systematic_review_wide", TextPart::kTitle, S::kSystematicReview,
      {"systematic review; umbrella review; overview of ~2 reviews; review of ~2 reviews; meta "
       "synthesis|ethnography; metasynthesis; rapid review; ^ systematic reviews of"},
      {{"misleading|mirage|distortion|flawed; why|how|should; protocol|protocols; how to; "
        "prisma|amstar; methodolog*|reporting|quality of|in; case report|reports; "
        "guideline|guidelines|commentary|editorial|letter; software|tool|tools|automat*"}});
  add(rules, "title_meta_analysis", TextPart::kTitle, S::kMetaAnalysis,
      {"^ ~6 meta analysis $; meta analysis of; metaanalysis of; ^ ~3 metaanalysis $; meta "
       "analysis and meta regression; meta analyses of ~4 trials|studies"},
      {kAboutReviews}, {}, {216, 220});
  add(rules, "title_meta_analysis_wide", TextPart::kTitle, S::kMetaAnalysis,
      {"meta analysis|analyses|analytic|regression; metaanalysis|metaanalyses; pooled analysis of "
       "~4 trials|studies; individual patient|participant data"},
      {{"misleading|mirage|distortion|flawed; why|how|should; protocol|protocols; how to; prisma; "
        "methodolog*|reporting|quality of|in; guideline|guidelines|commentary|editorial|letter; "
        "software|tool|tools|automat*; cost|economic"}});
}

void add_trials(std::vector<InferenceRule>& rules) {
  add(rules, "title_randomised_trial", TextPart::kTitle, S::kRandomisedTrial,
      {"randomis* ~6 trial $; randomis* controlled|clinical|comparative|control|intervention "
       "trial|study; randomis* controlled clinical trial|study; randomis* ~3 double|single|triple "
       "blind|blinded|masked; randomis* ~3 placebo controlled; randomis* ~3 "
       "crossover|factorial|parallel|multicentre|multicenter|open|phase|prospective ~3 "
       "trial|study; randomis* cross over ~3 trial|study; randomis* ~1 trial "
       "of|comparing|in|with|to|on|for; double blind ~3 randomis*; prospective|prospectively ~2 "
       "randomis* ~2 trial|study|comparison|evaluation|comparative"},
      {kAboutTrials, kAnimals}, {kAnimalSubjects}, {247, 250});
  add(rules, "title_randomised_trial_wide", TextPart::kTitle, S::kRandomisedTrial,
      {"randomis* ~6 trial|study|comparison|evaluation; rct; placebo controlled; double "
       "blind|blinded|masked|dummy; crossover|factorial|superiority|equivalence trial|study; "
       "noninferiority trial; non inferiority trial; controlled clinical trial; secondary analysis "
       "of ~3 randomis*"},
      {kAnimals,
       {"why; we need; another randomis*; cost|economic; re analysis|analyses; "
        "reanalys*|protocol|protocols|review|trials|cohort|emulat*|mendelian|retrospective|"
        "nonrandomis*|lessons|design|rationale|methods; non|quasi|pseudo randomis*; "
        "qualitative|survey|interviews|recruitment|editorial|letter"}},
      {kAnimalSubjects});
  // A trial that compares treatments or tries one in everyday care is nearly always randomised.
  add(rules, "title_comparing_trial", TextPart::kTitle, S::kRandomisedTrial,
      {"versus|vs|comparing|compared ~9 ~9 ~9 trial >; versus|vs|comparing|compared ~9 ~9 ~9 ^ ~9 "
       "trial >; versus|vs|comparing|compared ~9 ~9 ~9 ^ ~9 trial; effectiveness ~2 trial; "
       "superiority|noninferiority trial"},
      {kAnimals, kAboutTrials},
      {kAnimalSubjects, "retrospective|retrospectively; single arm; non randomised|randomized"});
}

// What an abstract says of the method goes before a weaker word of the title: "a phase II trial of
// …" whose patients "were randomly assigned".
void add_strong_abstracts(std::vector<InferenceRule>& rules) {
  add(rules, "abstract_systematic_review", TextPart::kAbstract, S::kSystematicReview,
      {"we conducted|performed|undertook|carried|did ~3 systematic ~2 review; this ~3 systematic "
       "review; systematic ~2 review ~3 was|were conducted|performed|undertaken|carried; "
       "systematic review and meta analysis ~3 was|were; aim|purpose|objective|objectives "
       "of|was|were ~3 systematic review; prisma guidelines|statement|checklist|criteria; "
       "according to ~3 prisma; conduct|perform|undertake a ~2 systematic review"},
      {{"scoping|narrative|protocol|guideline|guidelines|trial|cohort|bibliometric"}},
      {{"narrative review; scoping review"}});
  add(rules, "abstract_meta_analysis", TextPart::kAbstract, S::kMetaAnalysis,
      {"we conducted|performed|undertook ~4 meta analysis; this ~2 meta analysis; meta analysis ~3 "
       "was|were conducted|performed|undertaken"},
      {{"narrative|protocol|guideline|guidelines|genome"}}, {{"genome wide"}});
  add(rules, "abstract_randomised_trial", TextPart::kAbstract, S::kRandomisedTrial,
      {"were|was randomly assigned|allocated|divided|assigned|selected to|into; were|was ~2 "
       "randomly ~1 assigned|allocated|divided; were|was ~1 randomis* to|into|between|at|1|2|in; "
       "patients|participants|subjects|women|men|children|adults|volunteers|individuals|infants ~4 "
       "randomis*|randomly ~3 to|into|assigned|allocated; we ~3 randomly assigned|allocated; we ~1 "
       "randomised|randomized; this|a|our|in|and|multicentre|multicenter ~4 randomis* ~5 "
       "trial|study ~5 "
       "patients|participants|subjects|women|men|children|conducted|performed|was|were|to|compar*; "
       "randomis* ~3 double|single blind|blinded|masked; ^ randomis* ~4 trial|study; double blind "
       "~3 placebo; random assignment; randomis* to receive"},
      {kAnimals,
       {"review|meta|protocol|protocols|trials|guideline|guidelines|cost|economic|rationale|design|"
        "cohort|retrospective|survey|qualitative|mendelian|lessons|editorial"}},
      {kAnimalSubjects,
       {"systematic review; meta analysis; randomly selected ~2 sample; will be; cohort study; "
        "retrospectively|retrospective"}});
}

void add_designs(std::vector<InferenceRule>& rules) {
  add(rules, "title_trial", TextPart::kTitle, S::kTrial,
      {"phase i|ii|iii|iv|1|2|3|4|1a|1b|2a|2b|ia|ib|iia|iib; phase 1|2|i|ii 2|3|ii|iii; open "
       "label; single arm; clinical trial; quasi experimental; non randomis* ~4 trial|study; "
       "nonrandomis* ~4 trial|study; "
       "pilot|feasibility|controlled|intervention|multicentre|multicenter|uncontrolled|comparative "
       "trial; ^ ~3 trial of; stepped wedge; dose escalation|finding; first in human|man"},
      {kAnimals,
       {"reanalys*|reanalyz*; re analysis|analyses; trials; cost|economic; "
        "review|protocol|protocols|editorial|lessons|design|registr*|recruitment|methods|"
        "statistical|emulat*|qualitative"}},
      {kAnimalSubjects});
  add(rules, "title_diagnostic", TextPart::kTitle, S::kDiagnostic,
      {"diagnostic accuracy|performance|validity|yield; sensitivity and specificity; diagnostic "
       "test accuracy; accuracy of ~8 diagnosis|diagnosing|detecting|detection|screening"},
      {kAnimals});
  add(rules, "title_case_control", TextPart::kTitle, S::kCaseControl,
      {"case control; case controlled study; case referent|crossover study"}, {kAnimals});
  add(rules, "title_cohort", TextPart::kTitle, S::kCohort,
      {"cohort ~1 study|analysis; ^ ~6 cohort $; longitudinal ~2 study|analysis|cohort; "
       "prospective|retrospective|birth|inception|population ~2 cohort; follow up study; "
       "prospective ~2 study; year follow up"},
      {kAnimals, {"review|protocol|trial"}});
  add(rules, "title_cross_sectional", TextPart::kTitle, S::kCrossSectional,
      {"cross sectional; prevalence study|survey; "
       "national|nationwide|questionnaire|web|online|population|telephone|postal ~2 survey; survey "
       "of|among; ^ ~3 survey $"},
      {kAnimals});
  add(rules, "title_qualitative", TextPart::kTitle, S::kQualitative,
      {"qualitative ~2 "
       "study|analysis|research|inquiry|exploration|investigation|interview*|interviews|evaluation|"
       "interviewing; focus group|groups; phenomenolog*|ethnograph*; grounded theory; interview "
       "study; lived experience|experiences; thematic|content analysis"});
  add(rules, "title_case_report", TextPart::kTitle, S::kCaseReport,
      {"case report|reports|presentation; report of ~4 case|cases|patient|patients; ^ a ~2 case "
       "of; ^ ~2 case series $; case series; one|two|three|four|five|six|seven|2|3|4|5|6|7 "
       "cases|patients; case study $; ^ a case; presenting as|with; ^ ~4 case $; ^ ~5 case >; "
       "mimicking|masquerading; in a|an ~3 "
       "patient|man|woman|boy|girl|infant|child|newborn|neonate; year old ~3 "
       "man|woman|boy|girl|patient|child|male|female|infant"},
      {kAnimals,
       {"review $; trial|cohort|control|survey|community|longitudinal|comparative|comparison"}});
  add(rules, "title_review", TextPart::kTitle, S::kReview,
      {"literature|brief|concise|comprehensive|critical|clinical|contemporary|mini|practical|"
       "historical|update|current review; review of ~4 literature; ^ ~3 review $; ^ ~4 review of; "
       "minireview; ^ ~2 overview $; ^ ~3 overview of; state of the art; ^ advances in; ^ "
       "recent|current|emerging "
       "advances|progress|developments|concepts|status|perspectives|trends|insights|strategies|"
       "approaches; ^ ~3 update $; ^ ~2 update on; current "
       "knowledge|understanding|status|evidence|perspectives|concepts|management; past "
       "present|and; future directions|perspectives|prospects|challenges; challenges and "
       "opportunities|perspectives; ^ ~5 advances|progress|perspectives|opportunities|challenges "
       "$; therapeutic implications|targets|potential; ^ the role|roles of; mechanisms and"},
      {{"retrospective|chart|record|records|peer|case|cases|experience|center|centre ~2 review; "
        "trial|cohort|randomis*|systematic|study"}});
  add(rules, "title_practice_guideline", TextPart::kTitle, S::kGuideline,
      {"^ ~7 clinical practice guideline|guidelines $; ^ ~7 clinical practice guideline|guidelines "
       "for|on|from|of|by|in; ^ ~7 clinical practice guideline|guidelines update; ^ ~6 practice "
       "guideline|guidelines for"},
      {kAboutGuidelines, kAnimals, kOtherGuidelines}, {}, {78, 80});
  add(rules, "title_guideline", TextPart::kTitle, S::kGuideline,
      {"^ ~6 guideline|guidelines for|on ~2 diagnosis|management|treatment|prevention ~2 "
       "of|and|in; ^ ~5 evidence based ~2 guideline|guidelines"},
      {kAboutGuidelines, kAnimals, kOtherGuidelines}, {}, {136, 142});
  add(rules, "title_guideline_wide", TextPart::kTitle, S::kGuideline,
      {"guideline|guidelines for|on|from|of; practice "
       "guideline|guidelines|guidance|parameter|parameters|advisory; consensus ~2 "
       "statement|recommendations|guideline|guidelines|report|conference|panel; position "
       "statement|paper; recommendation|recommendations of|from|for|by; ^ ~7 "
       "recommendations|recommendation $; scientific statement; task force; "
       "expert|international|national consensus; nice|nccn ~2 guidance|insights"},
      {kAnimals,
       {"reporting|development|developing|trials; ^ writing; following|according|discrepanc*; "
        "adheren*|complian*|implement*|awareness|survey|trial|cohort|impact|effect|effects|"
        "evaluation|quality|randomis*|comparison|barriers|qualitative|validation|editorial|letter|"
        "comment|comments|commentary|reply|response"}});
}

void add_abstracts(std::vector<InferenceRule>& rules) {
  add(rules, "abstract_protocol", TextPart::kAbstract, S::kProtocol,
      {"this|the study|trial|review protocol describes|presents|outlines; this protocol "
       "describes|outlines|presents; will be randomis*|randomly|recruited|enrolled; we will "
       "conduct|include|recruit|search|use"},
      {{"review $"}});
  add(rules, "abstract_trial", TextPart::kAbstract, S::kTrial,
      {"phase i|ii|iii|1|2|3 ~2 trial|study; open label; single arm; eligible patients ~4 "
       "received; dose limiting toxicity|toxicities; maximum tolerated dose; quasi experimental"},
      {kAnimals,
       {"review|overview|protocol|trials|guideline|guidelines|advances|progress|strategies|role|"
        "future|current|update"}},
      {kAnimalSubjects, {"review; retrospectively|retrospective"}});
  add(rules, "abstract_case_report", TextPart::kAbstract, S::kCaseReport,
      {"we report|describe|present ~2 case|cases|patient; we report|describe|present ~4 year old; "
       "this case|report describes|illustrates|highlights; the present|our case; case "
       "report|presentation; a|an ~2 year old ~3 man|woman|boy|girl|male|female|patient; case of "
       "a|an"},
      {kAnimals, {"trial|cohort|review|control"}});
  add(rules, "abstract_case_control", TextPart::kAbstract, S::kCaseControl,
      {"case control study|design; cases and controls; matched controls"},
      {kAnimals, {"review|trial|meta"}}, {kAnimalSubjects});
  add(rules, "abstract_cohort", TextPart::kAbstract, S::kCohort,
      {"prospective|retrospective ~2 cohort|study|analysis; cohort study|of; longitudinal study; "
       "were|was followed ~3 for|up; retrospectively "
       "reviewed|analysed|analyzed|collected|evaluated|studied; medical records|charts ~3 "
       "reviewed; median|mean follow up"},
      {kAnimals, {"review|trial|meta"}}, {kAnimalSubjects});
  add(rules, "abstract_cross_sectional", TextPart::kAbstract, S::kCrossSectional,
      {"cross sectional; questionnaire|survey ~2 was|were ~2 "
       "sent|mailed|distributed|administered|completed"},
      {kAnimals, {"review|trial|meta|cohort"}});
  add(rules, "abstract_qualitative", TextPart::kAbstract, S::kQualitative,
      {"qualitative ~2 study|interviews|analysis|methods|approach; semi structured interviews; "
       "semistructured interviews; focus groups|group; thematic analysis; grounded theory"},
      {{"review|trial|meta"}});
  add(rules, "abstract_diagnostic", TextPart::kAbstract, S::kDiagnostic,
      {"diagnostic accuracy; sensitivity ~4 specificity ~4 were|was|of"},
      {kAnimals, {"review|trial|meta"}});
  add(rules, "abstract_review", TextPart::kAbstract, S::kReview,
      {"this|the|our|present|current ~2 review|article|paper|chapter "
       "reviews|summarizes|summarises|discusses|focuses|describes|provides|highlights|presents|"
       "aims|covers|explores|examines|outlines|addresses|considers|is; in this ~2 "
       "review|article|paper|overview ~1 we|the; this|our|present review; we "
       "review|summarize|summarise|discuss; are|is|were|was ~2 reviewed|discussed $; are|is "
       "reviewed|discussed|summarized|summarised; here we ~1 review|summarize|summarise|discuss; "
       "recent advances|progress; narrative review; literature ~2 reviewed|review"},
      {{"trial|cohort|case|randomis*"}});
}

void add_keywords(std::vector<InferenceRule>& rules) {
  add(rules, "keyword_systematic_review", TextPart::kKeyword, S::kSystematicReview,
      {"< systematic review >"}, {{"protocol|protocols|trial|cohort|guideline|guidelines"}});
  add(rules, "keyword_randomised_trial", TextPart::kKeyword, S::kRandomisedTrial,
      {"< randomis* controlled|clinical trial >; < randomis* controlled|clinical trials >; < rct "
       ">"},
      {kAnimals,
       {"review|meta|protocol|protocols|trials|guideline|guidelines|cost|economic|design|rationale|"
        "cohort|survey|qualitative"}},
      {kAnimalSubjects});
  add(rules, "keyword_guideline", TextPart::kKeyword, S::kGuideline,
      {"< practice guideline|guidelines >; < clinical practice guideline|guidelines >"},
      {kAboutGuidelines});
  add(rules, "keyword_case_report", TextPart::kKeyword, S::kCaseReport,
      {"< case report|reports >"});
}

std::vector<InferenceRule> all_rules() {
  std::vector<InferenceRule> rules;
  add_plans_and_comments(rules);
  add_reviews(rules);
  add_trials(rules);
  add_strong_abstracts(rules);
  add_designs(rules);
  add_abstracts(rules);
  add_keywords(rules);
  return rules;
}

}  // namespace

std::span<const InferenceRule> inference_rules() {
  static const std::vector<InferenceRule> kRules = all_rules();
  return kRules;
}

std::span<const WordPattern> collective_titles() {
  static const std::vector<WordPattern> kTitles =
      made({{"abstract|abstracts of|from|for|presented ~9 "
             "meeting|congress|conference|symposium|workshop; proceedings of|from; "
             "annual|scientific|spring|autumn meeting|congress ~6 abstracts; ^ abstracts; "
             "meeting|conference|congress|scientific|symposium programme|program; poster|oral "
             "presentations|abstracts|session|sessions; table of contents; ^ index; "
             "conference|meeting|congress report|highlights; book|books reviews|received; ^ trials "
             "in progress; clinical trials registered|update|updates $"}});
  return kTitles;
}

}  // namespace evidence
