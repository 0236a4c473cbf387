#include "connectors/format/marc.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/iso2709.h"
#include "connectors/format/marc8.h"
#include "connectors/format/marc_record.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxSubfields = 20'000;

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The labels are often untrue, so the bytes decide: what is valid UTF-8 beyond
// ASCII is hardly ever something else.
enum class Charset { kAscii, kUtf8, kMarc8, kWindows1252 };

Charset charset_of(std::string_view leader, std::string_view bytes) {
  const bool ascii = is_ascii(bytes);
  const bool escapes = bytes.find('\x1b') != std::string_view::npos;
  if (ascii && !escapes) return Charset::kAscii;
  if (!ascii && is_valid_utf8(bytes)) return Charset::kUtf8;
  // One damaged character does not make a text that says to be UTF-8, and
  // mostly is, MARC-8.
  const bool labelled = leader.size() > 9 && leader[9] == 'a';
  if (labelled && !escapes) {
    const std::size_t prefix = valid_utf8_prefix(bytes);
    if (!is_ascii(bytes.substr(0, prefix))) return Charset::kUtf8;
  }
  return looks_like_marc8(bytes) ? Charset::kMarc8 : Charset::kWindows1252;
}

struct Decoder {
  Charset charset;
  Marc8Decoder marc8;
  bool lost = false;

  std::string text(std::string_view bytes) {
    std::string out;
    if (charset == Charset::kMarc8) {
      if (std::optional<std::string> decoded = marc8.decode(bytes, lost)) {
        out = *std::move(decoded);
      } else {
        lost = true;
      }
    } else if (charset == Charset::kWindows1252) {
      bool repaired = false;
      out = clean_text(utf8_text(bytes, repaired));
    } else {
      // A character that cannot be read becomes U+FFFD.
      lost = lost || (charset == Charset::kUtf8 && !is_valid_utf8(bytes));
      out = clean_text(bytes);
    }
    // Characters that MARC-8 has not are written as references.
    if (out.find("&#x") != std::string::npos) out = clean_text(decode_entities(out));
    return out;
  }
};

MarcField read_field(const Iso2709Field& raw, Decoder& decoder) {
  MarcField field;
  field.tag = raw.tag;
  std::string_view rest = raw.bytes;
  const std::size_t first = std::min(rest.find(kMarcSubfield), rest.size());
  const auto indicator = [&](std::size_t at) {
    const char c = at < first ? rest[at] : ' ';
    return c > ' ' && c < 0x7f ? c : ' ';
  };
  field.indicator1 = indicator(0);
  field.indicator2 = indicator(1);
  if (first == rest.size() && rest.size() > 2) {
    // No subfield is marked at all: taken as $a, behind the indicators.
    if (std::string text = decoder.text(rest.substr(2)); !text.empty()) {
      field.subfields.emplace_back('a', std::move(text));
    }
    return field;
  }
  rest.remove_prefix(first);
  while (rest.size() > 1 && field.subfields.size() < kMaxSubfields) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find(kMarcSubfield), rest.size());
    if (end > 1) {
      if (std::string text = decoder.text(rest.substr(1, end - 1)); !text.empty()) {
        field.subfields.emplace_back(rest.front(), std::move(text));
      }
    }
    rest.remove_prefix(end);
  }
  return field;
}

// Positions in control fields count, so nothing is trimmed or folded there.
std::string control_text(std::string_view bytes, Decoder& decoder) {
  return is_ascii(bytes) ? std::string(bytes) : decoder.text(bytes);
}

bool is_control(std::string_view tag, std::string_view bytes) {
  return tag.starts_with("00") && bytes.find(kMarcSubfield) == std::string_view::npos;
}

}  // namespace

bool MarcFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  while (!head.empty() &&
         (head.front() == '\n' || head.front() == '\r' || head.front() == kMarcRecordEnd)) {
    head.remove_prefix(1);
  }
  // The directory may be longer than what is seen here, so its first entry decides.
  constexpr std::size_t kNumbers = 24 + 3;
  return is_marc_leader(head) && head.size() > kNumbers + 9 &&
         head.substr(kNumbers, 9).find_first_not_of("0123456789") == std::string_view::npos;
}

std::unique_ptr<EntryReader> MarcFormat::open(ByteSource& source) const {
  return split_iso2709(source);
}

ParsedEntry MarcFormat::parse(const RawEntry& entry) const {
  const Iso2709Record raw = read_iso2709(entry.bytes);
  if (raw.fields.empty()) {
    ParsedEntry parsed;
    parsed.problems.push_back({entry.position, "bad_marc",
                               "the record holds no field that can be read" +
                                   (raw.repaired.empty() ? "" : ": " + raw.repaired)});
    return parsed;
  }
  Decoder decoder{
      charset_of(raw.leader, std::string_view(entry.bytes).substr(raw.leader.size())), {}, false};
  MarcRecord marc;
  marc.leader = raw.leader;
  for (char& c : marc.leader) {
    if (c < ' ' || c >= 0x7f) c = ' ';  // as signed, also everything beyond ASCII
  }
  for (const Iso2709Field& field : raw.fields) {
    if (is_control(field.tag, field.bytes)) {
      marc.control.emplace_back(field.tag, control_text(field.bytes, decoder));
    } else {
      marc.fields.push_back(read_field(field, decoder));
    }
  }
  ParsedEntry parsed = marc_entry(marc, entry.position, {chapters_});
  const auto note = [&](const char* code, std::string reason) {
    parsed.problems.push_back({entry.position, code, std::move(reason)});
  };
  if (!raw.repaired.empty()) {
    note("bad_directory",
         raw.repaired + "; the fields were taken in the order in which they stand");
  }
  if (decoder.charset == Charset::kWindows1252) {
    note("encoding_guessed",
         "its characters are neither UTF-8 nor MARC-8 and "
         "were read as Windows-1252");
  } else if (decoder.lost) {
    note("bad_characters", "some of its characters cannot be read and were left out or marked");
  }
  return parsed;
}

}  // namespace evidence
