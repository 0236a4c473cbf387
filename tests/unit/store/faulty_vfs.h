// SQLite's file system with a fault: the n-th write, sync or truncation fails, once or from then
// on. Registered as the default while the object lives; one at a time, no connection may outlive
// it.
#pragma once

namespace evidence::test {

class FaultyVfs {
 public:
  FaultyVfs();
  ~FaultyVfs();
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  void fail_at(int call, bool for_ever);  // counted from now; 0 = never
  [[nodiscard]] bool has_failed() const;
};

}  // namespace evidence::test
