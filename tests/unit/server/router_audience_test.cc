#include <gtest/gtest.h>

#include "server/router.h"

namespace evidence::server {
namespace {

TEST(AudienceOfRequestLine, KnowsTheApiFromTheFirstBytes) {
  EXPECT_EQ(audience_of_request_line("GET /api/v1/search?q=a HTTP/1.1\r\nHo"), Audience::kApi);
  EXPECT_EQ(audience_of_request_line("GET /api/v1/sea"), Audience::kApi);
  EXPECT_EQ(audience_of_request_line("GET /readyz\r\n"), Audience::kOperations);
}

TEST(AudienceOfRequestLine, TakesAnythingElseForAPerson) {
  for (const char* received : {"", "GET", "GET ", "GET /search?q=/api/ HTTP/1.1\r\n", "\r\n\r\n",
                               "GETGETGETGETGETGETGETGETGETGETGETGET /api/v1/x"}) {
    EXPECT_EQ(audience_of_request_line(received), Audience::kPage) << received;
  }
}

}  // namespace
}  // namespace evidence::server
