// /eligible: "Am I eligible?", by role, employer and nation, with whom to ask.
#include "base/text.h"
#include "server/directory_services.h"
#include "server/eligibility_view.h"
#include "server/library_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"

namespace evidence::server {
namespace {

void fill_options(Values& page, std::string_view section,
                  const std::vector<curation::EligibilityOption>& options,
                  std::string_view chosen) {
  for (const curation::EligibilityOption& option : options) {
    Values row = page.add(section);
    row.set("OPTION_ID", option.id);
    row.set("OPTION_LABEL", option.label);
    if (option.id == chosen) row.show("OPTION_CHOSEN");
  }
}

std::string_view heading_of(const curation::EligibilityRule* rule) {
  if (rule == nullptr) return "Ask a library";
  switch (rule->answer) {
    case curation::Eligible::kYes:
      return "Yes";
    case curation::Eligible::kProbably:
      return "Probably";
    case curation::Eligible::kAsk:
      break;
  }
  return "Ask a library";
}

void fill_contacts(Values& said, const EligibilityAnswer& answer, const Services& services) {
  if (!answer.candidates.empty()) {
    Values libraries = said.add("CONTACTS");
    libraries.show(answer.candidates.size() == 1 ? "ONE_CONTACT" : "SEVERAL_CONTACTS");
    for (const curation::OrganisationCandidate& candidate : answer.candidates) {
      const curation::LibraryEntry* entry = answer.directory->library(candidate.library_code);
      if (entry == nullptr) continue;
      add_library_row(libraries, "LIBRARY_ROW", *entry, std::nullopt, answer.directory->today());
    }
  } else if (answer.at.empty()) {
    said.show("EMPLOYER_NOT_SAID");
  } else {
    said.add("EMPLOYER_UNKNOWN").set("EMPLOYER_TYPED", shortened(answer.at, 200));
  }
  said.set("FIND_HREF", look_for_library(answer));
  said.show_with("SERVICE", "SERVICE_EMAIL", services.site.contact_email);
}

}  // namespace

Response page_eligible(const Request& request, Services& services) {
  std::string at_fault;
  const auto answer = answer_eligibility(request, services, at_fault);
  if (!answer.ok() && at_fault.empty()) {
    return error_response(answer.error(), request, Audience::kPage, services);
  }
  const curation::EligibilityTable& table = services.directory->eligibility;
  PageValues page;
  const EligibilityAnswer none;
  const EligibilityAnswer& said = answer.ok() ? *answer : none;
  fill_options(page, "ROLE", table.roles, said.role);
  fill_options(page, "EMPLOYER", table.employers, said.employer);
  fill_options(page, "NATION", table.nations, said.nation);
  if (!table.rules.empty()) page.show("HAS_RULES");
  page.set("AT", answer.ok() ? said.at : shortened(request.parameter("at").value_or(""), 200));
  page.show_with("ABOUT", "ABOUT_TEXT", table.about);
  Frame frame{"Am I eligible?", "libraries", false, "/eligible"};
  if (!answer.ok()) {
    Values fault = page.add("PROBLEM");
    fault.set("PROBLEM_TEXT", answer.error().message);
    fault.show_with("PROBLEM_HINT", "PROBLEM_HELP", answer.error().hint);
    frame.title = "Error: Am I eligible?";
  } else if (said.asked) {
    Values block = page.add("ANSWER");
    block.set("ANSWER_HEADING", heading_of(said.rule));
    if (said.rule != nullptr) {
      block.show_with("GIVES", "GIVES_TEXT", said.rule->gives);
      block.show_with("WHY", "WHY_TEXT", said.rule->why);
    }
    fill_contacts(block, said, services);
    frame.sample = !said.candidates.empty() && said.directory->has_sample();
  }
  frame.index = answer.ok() && !said.asked;
  return render_page(answer.ok() ? 200 : 400, "eligible.tpl", page, frame, request, services);
}

}  // namespace evidence::server
