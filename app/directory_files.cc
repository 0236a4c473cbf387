#include "app/directory_files.h"

#include <algorithm>
#include <system_error>

#include "app/table_file.h"
#include "base/text.h"

namespace evidence::app {
namespace {

std::vector<curation::EligibilityOption> read_eligible_options(TomlTable& root,
                                                               std::string_view key) {
  std::vector<curation::EligibilityOption> options;
  for (TomlTable& table : root.tables(key)) {
    curation::EligibilityOption option;
    table.read("id", option.id);
    table.read("label", option.label);
    table.finish();
    options.push_back(std::move(option));
  }
  return options;
}

curation::EligibilityRule read_eligibility_rule(TomlTable& table) {
  using curation::Contact;
  using curation::Eligible;
  curation::EligibilityRule rule;
  table.read("roles", rule.roles);
  table.read("employers", rule.employers);
  table.read("nations", rule.nations);
  table.read("gives", rule.gives);
  table.read("why", rule.why);
  std::string answer = "ask";
  table.read("answer", answer);
  bool known = false;
  for (const Eligible each : {Eligible::kYes, Eligible::kProbably, Eligible::kAsk}) {
    if (curation::eligible_name(each) != answer) continue;
    rule.answer = each;
    known = true;
  }
  if (!known) table.report("answer must be eligible, probably or ask");
  std::string contact = "employer_library";
  table.read("contact", contact);
  known = false;
  for (const Contact each : {Contact::kEmployerLibrary, Contact::kAreaLibrary, Contact::kService}) {
    if (curation::contact_name(each) != contact) continue;
    rule.contact = each;
    known = true;
  }
  if (!known) table.report("contact must be employer_library, area_library or service");
  table.finish();
  return rule;
}

std::vector<std::filesystem::path> area_files(const std::filesystem::path& directory,
                                              Findings& findings) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  if (!std::filesystem::is_directory(directory, error)) return paths;
  for (auto entry = std::filesystem::directory_iterator(directory, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with("areas") && name.ends_with(".csv")) paths.push_back(entry->path());
  }
  if (error) findings.push_back(directory.string() + ": " + error.message());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

std::shared_ptr<const curation::AreaTable> read_area_files(const std::filesystem::path& directory,
                                                           Findings& findings) {
  std::vector<std::string> header;
  std::vector<curation::TableRow> rows;
  std::string names;
  for (const std::filesystem::path& path : area_files(directory, findings)) {
    auto table = read_table_file(path.string());
    if (!table.ok()) {
      findings.push_back(path.string() + ": " + table.error().message);
      continue;
    }
    if (!table->problems.empty()) {
      findings.push_back(problem_lines(path.string(), table->problems));
    }
    if (!header.empty() && table->header != header) {
      findings.push_back(path.string() + ": its columns must be those of the other files of areas");
      continue;
    }
    header = table->header;
    names += (names.empty() ? "" : " or ") + path.string();
    std::erase_if(table->rows,
                  [](const curation::TableRow& row) { return row.cell(0).starts_with('#'); });
    std::move(table->rows.begin(), table->rows.end(), std::back_inserter(rows));
  }
  if (header.empty()) return std::make_shared<const curation::AreaTable>();
  auto areas = curation::AreaTable::read(header, rows);
  if (areas.ok()) return std::make_shared<const curation::AreaTable>(std::move(*areas));
  for (const std::string_view fault : split(areas.error().message, '\n')) {
    findings.push_back(names + ": " + std::string(fault));
  }
  return std::make_shared<const curation::AreaTable>();
}

curation::EligibilityTable read_eligibility_file(const std::filesystem::path& file,
                                                 Findings& findings) {
  curation::EligibilityTable table;
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return table;
  const std::size_t before = findings.size();
  TomlFile toml = TomlFile::load(file, findings);
  TomlTable root = toml.root();
  root.read("about", table.about);
  table.roles = read_eligible_options(root, "role");
  table.employers = read_eligible_options(root, "employer");
  table.nations = read_eligible_options(root, "nation");
  for (TomlTable& rule : root.tables("rule")) table.rules.push_back(read_eligibility_rule(rule));
  root.finish();
  if (findings.size() != before) return table;
  for (const std::string& fault : curation::faults_of(table)) {
    findings.push_back(file.string() + ": " + fault);
  }
  return table;
}

}  // namespace evidence::app
