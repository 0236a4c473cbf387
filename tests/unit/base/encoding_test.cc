// Bytes of unknown encoding made UTF-8: marks, declarations, wrong labels, every boundary.
#include "base/encoding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace evidence {
namespace {

using namespace std::string_literals;

// Gives the bytes in pieces of `step`, then fails where it is told to.
class PieceSource final : public ByteSource {
 public:
  PieceSource(std::string bytes, std::size_t step, std::optional<Error> error = std::nullopt)
      : bytes_(std::move(bytes)), step_(step), error_(std::move(error)) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min({buffer.size(), step_, bytes_.size() - at_});
    if (count == 0 && error_) return *error_;
    std::copy_n(bytes_.data() + at_, count, buffer.data());
    at_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return at_; }
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

std::string converted(const std::string& bytes, std::size_t step = 1U << 16U) {
  PieceSource source(bytes, step);
  const auto utf8 = utf8_source(source);
  const auto all = read_all(*utf8, 64U << 20U);
  return all.ok() ? *all : "error: " + all.error().message;
}

std::string utf16(std::u16string_view text, bool little) {
  std::string out;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFFU);
    const char high = static_cast<char>(unit >> 8U);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}

std::string utf32(std::u32string_view text, bool little) {
  std::string out;
  for (const char32_t unit : text) {
    for (unsigned i = 0; i < 4; ++i) {
      out += static_cast<char>(unit >> (little ? 8 * i : 24 - 8 * i) & 0xFFU);
    }
  }
  return out;
}

constexpr std::u16string_view kText = u"<?xml version=\"1.0\"?><t>Grünes Licht – \U0001F600</t>";
const std::string kUtf8 = "<?xml version=\"1.0\"?><t>Grünes Licht – \U0001F600</t>";

TEST(Utf8Source, DropsByteOrderMarksAndReadsWhatTheySay) {
  EXPECT_EQ(converted("\xEF\xBB\xBFgrün"), "grün");
  EXPECT_EQ(converted("\xFF\xFE" + utf16(kText, true)), kUtf8);
  EXPECT_EQ(converted("\xFE\xFF" + utf16(kText, false)), kUtf8);
  EXPECT_EQ(converted("\xFF\xFE\0\0"s + utf32(U"a,ü,\U0001F600", true)), "a,ü,\U0001F600");
  EXPECT_EQ(converted("\0\0\xFE\xFF"s + utf32(U"a,ü,\U0001F600", false)), "a,ü,\U0001F600");
  EXPECT_EQ(converted("\xEF\xBB\xBF"), "");
  EXPECT_EQ(converted("\xFF\xFE"), "");
}

TEST(Utf8Source, KnowsUtf16AndUtf32WithoutAMark) {
  EXPECT_EQ(converted(utf16(kText, true)), kUtf8);
  EXPECT_EQ(converted(utf16(kText, false)), kUtf8);
  EXPECT_EQ(converted(utf32(U"title\turl\nGrün", true)), "title\turl\nGrün");
  EXPECT_EQ(converted(utf32(U"title\turl\nGrün", false)), "title\turl\nGrün");
  EXPECT_EQ(converted("a\0b"s), "a\0b"s) << "one NUL is not UTF-16";
}

TEST(Utf8Source, LeavesEverythingElseUnchanged) {
  for (const std::string& text :
       {""s, "a"s, "<"s, "plain"s, "grün"s, "gr\xFCn"s, "\x80\x81"s,
        "<?xml version=\"1.0\"?><t>\xFC</t>"s,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><t>\xFC</t>"s,
        "<?xml version=\"1.0\" encoding=\"no-such-thing\"?><t>\xFC</t>"s,
        "<?xml encoding=\"\"?>\xFC"s, "<?xml encoding=\"../../etc\"?>\xFC"s,
        "<?xml encoding=latin1?>\xFC"s, "<?xml encoding=\"latin1"s}) {
    EXPECT_EQ(converted(text), text);
  }
}

TEST(Utf8Source, BelievesAnXmlDeclarationAndRewritesIt) {
  const auto declared = [](const std::string& name) {
    return "<?xml version='1.0' encoding='" + name + "'?>";
  };
  const std::string utf8 = declared("UTF-8");
  EXPECT_EQ(converted(declared("iso-8859-1") + "<t>Gr\xFCn \x96 \x80</t>"),
            utf8 + "<t>Grün – €</t>");
  EXPECT_EQ(converted(declared("windows-1252") + "<t>\x93x\x94</t>"), utf8 + "<t>“x”</t>");
  EXPECT_EQ(converted(declared("ISO-8859-2") + "<t>\xB9</t>"), utf8 + "<t>š</t>");
  EXPECT_EQ(converted(declared("KOI8-R") + "<t>\xC1</t>"), utf8 + "<t>а</t>");
  EXPECT_EQ(converted(declared("Shift_JIS") + "<t>\x88\xE3</t>"), utf8 + "<t>医</t>");
  EXPECT_EQ(converted(declared("iso-8859-1") + "<t>plain</t>"), utf8 + "<t>plain</t>");
  EXPECT_EQ(converted("\xFF\xFE" + utf16(u"<?xml encoding=\"utf-16\"?><t>ü</t>", true)),
            "<?xml encoding=\"UTF-8\"?><t>ü</t>");
  EXPECT_EQ(converted("\xEF\xBB\xBF" + declared("iso-8859-1") + "ü"), utf8 + "ü")
      << "the mark is surer than the label";
}

TEST(Utf8Source, DoesNotBelieveALabelThatTheBytesContradict) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><t>";
  const std::string utf8 = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><t>";
  EXPECT_EQ(converted(head + "Grün – €</t>"), utf8 + "Grün – €</t>");
  // The first byte beyond ASCII may stand far behind.
  const std::string padding(300'000, 'x');
  EXPECT_EQ(converted(head + padding + "ü"), utf8 + padding + "ü");
  EXPECT_EQ(converted(head + padding + "\xFC!"), utf8 + padding + "ü!");
  // One-byte text that reads as ASCII is not UTF-16, whatever the declaration says.
  EXPECT_EQ(converted("<?xml version=\"1.0\" encoding=\"UTF-16\"?><t>ü</t>"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><t>ü</t>");
}

TEST(Utf8Source, GivesTheSameWhereverTheBoundariesFall) {
  const std::string wide = "\xFF\xFE" + utf16(kText, true);
  const std::string label = "<?xml version=\"1.0\" encoding=\"windows-1252\"?><t>\xFC\x80\x93</t>";
  const std::string japanese = "<?xml version=\"1.0\" encoding=\"EUC-JP\"?><t>\xB0\xE5\xB3\xD8</t>";
  for (const std::string& bytes :
       {wide, label, japanese, utf16(kText, false), "\xEF\xBB\xBF" + kUtf8}) {
    const std::string whole = converted(bytes);
    for (std::size_t step = 1; step < 40; ++step) EXPECT_EQ(converted(bytes, step), whole) << step;
    // And however little the reader takes at a time.
    PieceSource source(bytes, 7);
    const auto utf8 = utf8_source(source);
    std::string slowly;
    std::array<char, 3> buffer{};
    for (;;) {
      const auto got = utf8->read(buffer);
      ASSERT_TRUE(got.ok());
      if (*got == 0) break;
      slowly.append(buffer.data(), *got);
    }
    EXPECT_EQ(slowly, whole);
  }
}

TEST(Utf8Source, MakesCutSurrogatesAndUnitsVisibleAndStaysValid) {
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(converted("\xFF\xFE" + utf16(u"ab", true) + "\x3D\xD8"), "ab" + bad);
  EXPECT_EQ(converted("\xFF\xFE" + utf16(u"ab", true) + "\x3D\xD8" + utf16(u"c", true)),
            "ab" + bad + "c");
  EXPECT_EQ(converted("\xFF\xFE" + utf16(u"ab", true) + "c"), "ab" + bad);
  const std::string whole = "\xFF\xFE" + utf16(kText, true);
  for (std::size_t cut = 2; cut < whole.size(); ++cut) {
    EXPECT_TRUE(is_valid_utf8(converted(whole.substr(0, cut)))) << cut;
  }
}

TEST(Utf8Source, GivesWhatCameBeforeAnErrorAndThenTheError) {
  for (const std::size_t size : {0U, 10U, 300U, 100'000U}) {
    PieceSource source(std::string(size, 'x'), 200,
                       Error{ErrorCode::kBadContent, "cut", "cut", ""});
    const auto utf8 = utf8_source(source);
    std::size_t seen = 0;
    std::array<char, 1000> buffer{};
    for (;;) {
      const auto got = utf8->read(buffer);
      if (!got.ok()) {
        EXPECT_EQ(got.error().slug, "cut");
        break;
      }
      ASSERT_GT(*got, 0U);
      seen += *got;
    }
    EXPECT_EQ(seen, size);
    EXPECT_FALSE(utf8->read(buffer).ok()) << "and again";
  }
}

// Endless text that counts what is asked of it.
class Endless final : public ByteSource {
 public:
  explicit Endless(std::string piece) : piece_(std::move(piece)) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min(buffer.size(), piece_.size());
    std::copy_n(piece_.data(), count, buffer.data());
    given_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return given_; }
  [[nodiscard]] std::uint64_t size() const override { return 0; }

 private:
  std::string piece_;
  std::uint64_t given_ = 0;
};

TEST(Utf8Source, ReadsNoFurtherAheadThanItNeeds) {
  for (const std::string& piece :
       {std::string(1000, 'x'), "\xFF\xFE" + utf16(std::u16string(499, u'ü'), true),
        "<?xml version=\"1.0\" encoding=\"latin1\"?>" + std::string(959, '\xFC')}) {
    Endless source(piece);
    const auto utf8 = utf8_source(source);
    std::array<char, 4096> buffer{};
    std::uint64_t taken = 0;
    for (int i = 0; i < 5000; ++i) {
      const auto got = utf8->read(buffer);
      ASSERT_TRUE(got.ok());
      taken += *got;
      ASSERT_LT(utf8->position(), taken + (1U << 18U));
    }
    EXPECT_GT(taken, 4'000'000U);
  }
}

TEST(Utf8Text, RepairsOnlyWhatIsNotUtf8) {
  bool repaired = true;
  EXPECT_EQ(utf8_text("grün", repaired), "grün");
  EXPECT_FALSE(repaired);
  EXPECT_EQ(utf8_text("gr\xFCn und grün \x96 \x80", repaired), "grün und grün – €");
  EXPECT_TRUE(repaired);
  EXPECT_EQ(utf8_text("\xE2\x82", repaired), "â‚");
  for (int byte = 0; byte < 256; ++byte) {
    EXPECT_TRUE(is_valid_utf8(utf8_text(std::string(1, static_cast<char>(byte)), repaired)));
    EXPECT_EQ(repaired, byte >= 0x80);
  }
}

TEST(DecodeText, ReadsNamedEncodingsAndRefusesUnknownOnes) {
  EXPECT_EQ(*decode_text("Gr\xFCn \x96", "ISO-8859-1"), "Grün –");
  EXPECT_EQ(*decode_text(utf16(u"Grün", true), "UTF-16LE"), "Grün");
  EXPECT_EQ(*decode_text("", "windows-1252"), "");
  EXPECT_EQ(*decode_text(std::string(200'001, '\xFC'), "latin1"), [] {
    std::string out;
    for (int i = 0; i < 200'001; ++i) out += "ü";
    return out;
  }());
  for (const char* name : {"", "nonsense", "../x", "a b", "windows-1252,swaplfnl"}) {
    const auto text = decode_text("x", name);
    ASSERT_FALSE(text.ok()) << name;
    EXPECT_EQ(text.error().code, ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace evidence
