// What a test does less of under a sanitizer, where the same work takes five to twenty times as
// long.
#pragma once

namespace evidence::test {

#if defined(__has_feature)  // clang's way to say it
#if __has_feature(address_sanitizer)
#define EVIDENCE_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define EVIDENCE_ADDRESS_SANITIZER
#endif

#ifdef EVIDENCE_ADDRESS_SANITIZER
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace evidence::test
