// Delimited text: quoting, boundaries, lost quotes, limits.
#include "connectors/format/csv_reader.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

using Cells = std::vector<std::string>;

struct Read {
  std::vector<Cells> rows;
  std::vector<std::uint64_t> lines;
  std::vector<std::string> damage;
  std::vector<std::string> raw;
  std::optional<Error> error;
};

Read read(const std::string& text, std::size_t step = 1U << 16U, CsvOptions options = {}) {
  DripSource source(text, step);
  CsvReader reader(source, options);
  Read out;
  for (;;) {
    auto row = reader.next();
    if (!row.ok()) {
      out.error = row.error();
      return out;
    }
    if (!row->has_value()) return out;
    out.rows.push_back((**row).cells);
    out.lines.push_back((**row).line);
    out.damage.push_back((**row).damage);
    out.raw.push_back((**row).raw);
  }
}

TEST(CsvReader, ReadsQuotedCellsWithLineEndsDelimitersAndQuotes) {
  const Read all = read("a,b,c\r\n1,\"two\r\nlines\",\"say \"\"x\"\", then\"\n\n,,\nlast, x ,\"\"");
  EXPECT_EQ(all.rows,
            (std::vector<Cells>{
                {"a", "b", "c"}, {"1", "two\nlines", "say \"x\", then"}, {"last", "x", ""}}));
  EXPECT_EQ(all.lines, (std::vector<std::uint64_t>{1, 2, 6}));
}

TEST(CsvReader, GivesTheSameWhereverTheBoundariesFallAndRawReadsAgain) {
  const std::string text =
      "\xEF\xBB\xBFtitle\tnote\r\n\"A \"\"b\"\"\"\t\"x\r\ny\"\r\n \"spaced\" \tz\r\n"
      "\"word\" and more\tq\r\n\"lost\tquote\r\nlast\trow";
  const Read whole = read(text);
  ASSERT_EQ(whole.rows.size(), 6U);
  EXPECT_EQ(whole.rows[3], (Cells{"\"word\" and more", "q"}));
  EXPECT_EQ(whole.rows[4], (Cells{"\"lost", "quote"})) << "it swallows nothing";
  for (std::size_t step = 1; step < 30; ++step) {
    const Read again = read(text, step);
    EXPECT_EQ(again.rows, whole.rows) << step;
    EXPECT_EQ(again.lines, whole.lines) << step;
  }
  for (std::size_t i = 0; i < whole.rows.size(); ++i) {
    std::size_t at = 0;
    const std::string joined = whole.raw[i] + "\n" + whole.raw[i];
    for (int times = 0; times < 2; ++times) {
      const auto row = csv_row_at(joined, at, '\t');
      ASSERT_TRUE(row);
      EXPECT_EQ(row->cells, whole.rows[i]);
    }
  }
}

TEST(CsvReader, GuessesTheDelimiterByTheWidthOfTheLines) {
  EXPECT_EQ(guess_delimiter("a\tb\tc, d"), '\t');
  EXPECT_EQ(guess_delimiter("Name\n\na;b;c;d;e\n"), ';');
  EXPECT_EQ(guess_delimiter("a|b|c\n\"1,2,3,4,5\"|x|y"), '|');
  EXPECT_EQ(guess_delimiter("title\turl\nA, b, c, d\tx\nE\ty\n"), '\t');
  EXPECT_EQ(guess_delimiter("alone"), '\t');
  EXPECT_EQ(guess_delimiter(""), '\t');
}

TEST(CsvReader, TakesTheLineEndsOfOldMacs) {
  EXPECT_EQ(read("a,b\r1,2\r3,4").rows, (std::vector<Cells>{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
}

TEST(CsvReader, RowsTooLongOrTooWideAreDamageAndTheNextIsRead) {
  CsvOptions options;
  options.max_row_bytes = 1'000;
  options.max_cells = 10;
  const Read all = read("a,b\n" + std::string(500'000, 'x') + ",y\n" + std::string(20, ',') +
                            "z\n1,\"" + std::string(2'000, 'q') + "\n2,3\n",
                        4'096, options);
  ASSERT_EQ(all.rows.size(), 5U);
  EXPECT_NE(all.damage[1], "");
  EXPECT_NE(all.damage[2], "");
  EXPECT_NE(all.damage[3], "");
  EXPECT_EQ(all.rows[4], (Cells{"2", "3"}));
  EXPECT_EQ(all.lines[4], 5U);
  EXPECT_LT(all.raw[1].size(), 400U);
}

TEST(CsvReader, ARowCutByAnErrorIsNotGiven) {
  class Broken final : public ByteSource {
   public:
    Result<std::size_t> read(std::span<char> buffer) override {
      const std::string_view text = "a,b\n1,2\n3";
      if (given_) return Error{ErrorCode::kBadContent, "cut", "cut", ""};
      given_ = true;
      std::copy(text.begin(), text.end(), buffer.begin());
      return text.size();
    }
    [[nodiscard]] std::uint64_t position() const override { return 0; }
    [[nodiscard]] std::uint64_t size() const override { return 0; }

   private:
    bool given_ = false;
  } source;
  CsvReader reader(source);
  EXPECT_TRUE(reader.next()->has_value());
  EXPECT_TRUE(reader.next()->has_value());
  EXPECT_FALSE(reader.next().ok());
  EXPECT_FALSE(reader.next().ok());
}

TEST(CsvReader, RandomBytesNeverLoopAndLinesReadAgain) {
  std::mt19937 random(5);
  constexpr std::string_view kAlphabet = "a\"\"\",;\t\n\r |x";
  for (int round = 0; round < 3'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 60; i > 0; --i) text += kAlphabet[random() % kAlphabet.size()];
    const Read whole = read(text);
    EXPECT_EQ(read(text, 1).rows, whole.rows);
    for (const Cells& cells : whole.rows) {
      std::size_t at = 0;
      const auto row = csv_row_at(csv_line(cells, ','), at, ',');
      ASSERT_TRUE(row);
      EXPECT_EQ(row->cells, cells);
    }
  }
}

}  // namespace
}  // namespace evidence::test
