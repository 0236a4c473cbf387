// The PRISMA-S report of a strategy as a Markdown document and as JSON.
#include "base/text.h"
#include "curation/prisma_s.h"

namespace evidence::curation {
namespace {

// A heading or a line of a paragraph: nothing in it may become markup.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|~").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

// Strategies and lists stay as they are: indented by four, where Markdown reads no markup.
std::string block(std::string_view text) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) out.append("    ").append(line);
    out += '\n';
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace

std::string prisma_s_markdown(const PrismaSource& source, const std::vector<PrismaRow>& rows) {
  std::string out = "# PRISMA-S report: " + plain(source.version->settings.name) + "\n\n";
  if (!source.url.empty()) out += plain(source.url) + "\n\n";
  std::string_view section;
  for (const PrismaRow& row : rows) {
    if (row.element->section != section) {
      section = row.element->section;
      out.append("## ").append(section).append("\n\n");
    }
    out += "### " + std::to_string(row.element->number) + ". " + std::string(row.element->name) +
           "\n\n";
    if (!row.recorded.empty()) {
      out += row.filled == Filled::kMissing ? "Recorded (in part):\n\n" : "From the record:\n\n";
      out += block(row.recorded) + "\n";
    }
    if (!row.answer.text.empty()) {
      out += "Stated by " + plain(row.answer.person) + ", " + row.answer.at.substr(0, 10) + ":\n\n";
      out += block(row.answer.text) + "\n";
    }
    if (row.filled == Filled::kMissing) {
      out += "**Missing.** " + std::string(row.element->asks) + "\n\n";
    }
  }
  return out;
}

json::object prisma_s_json(const PrismaSource& source, const std::vector<PrismaRow>& rows) {
  json::array list;
  std::size_t missing = 0;
  for (const PrismaRow& row : rows) {
    json::object object{{"item", row.element->number},       {"section", row.element->section},
                        {"name", row.element->name},         {"asks", row.element->asks},
                        {"status", filled_name(row.filled)}, {"recorded", row.recorded}};
    object["answer"] = nullptr;
    if (!row.answer.text.empty()) {
      object["answer"] = json::object{
          {"text", row.answer.text}, {"person", row.answer.person}, {"at", row.answer.at}};
    }
    missing += row.filled == Filled::kMissing ? 1 : 0;
    list.emplace_back(std::move(object));
  }
  json::object object{{"strategy", source.strategy->id}, {"version", source.version->number}};
  object["run"] = source.run == nullptr ? json::value(nullptr) : json::value(source.run->number);
  object["missing"] = missing;
  object["items"] = std::move(list);
  return object;
}

}  // namespace evidence::curation
