#include "tests/unit/store/faulty_vfs.h"

#include <sqlite3.h>

#include <cassert>
#include <cerrno>

namespace evidence::test {

namespace {

// SQLite calls back through C tables without a place for an object of ours: one state a process.
struct State {
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs vfs{};
  int calls_left = 0;
  bool for_ever = false;
  bool failed = false;
};
State state;

struct File {
  sqlite3_file base;
  sqlite3_file* real;  // lies behind this struct
};

sqlite3_file* real_of(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

bool fails_now() {
  if (state.failed && state.for_ever) return true;
  if (state.calls_left == 0 || --state.calls_left > 0) return false;
  state.failed = true;
  return true;
}

int fail(int code) {
  errno = EIO;
  return code;
}

int x_close(sqlite3_file* f) { return real_of(f)->pMethods->xClose(real_of(f)); }
int x_read(sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
  return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}
int x_write(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
  if (!fails_now()) return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
  // Torn: half of it is written.
  real_of(f)->pMethods->xWrite(real_of(f), from, n / 2, at);
  return fail(SQLITE_IOERR_WRITE);
}
int x_truncate(sqlite3_file* f, sqlite3_int64 size) {
  return fails_now() ? fail(SQLITE_IOERR_TRUNCATE)
                     : real_of(f)->pMethods->xTruncate(real_of(f), size);
}
int x_sync(sqlite3_file* f, int flags) {
  return fails_now() ? fail(SQLITE_IOERR_FSYNC) : real_of(f)->pMethods->xSync(real_of(f), flags);
}
int x_file_size(sqlite3_file* f, sqlite3_int64* size) {
  return real_of(f)->pMethods->xFileSize(real_of(f), size);
}
int x_lock(sqlite3_file* f, int level) { return real_of(f)->pMethods->xLock(real_of(f), level); }
int x_unlock(sqlite3_file* f, int level) {
  return real_of(f)->pMethods->xUnlock(real_of(f), level);
}
int x_check_lock(sqlite3_file* f, int* out) {
  return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}
int x_control(sqlite3_file* f, int op, void* argument) {
  return real_of(f)->pMethods->xFileControl(real_of(f), op, argument);
}
int x_sector(sqlite3_file* f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); }
int x_device(sqlite3_file* f) { return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f)); }
int x_shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}
int x_shm_lock(sqlite3_file* f, int offset, int n, int flags) {
  return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}
void x_shm_barrier(sqlite3_file* f) { real_of(f)->pMethods->xShmBarrier(real_of(f)); }
int x_shm_unmap(sqlite3_file* f, int remove) {
  return real_of(f)->pMethods->xShmUnmap(real_of(f), remove);
}

const sqlite3_io_methods kMethods = {
    2,          x_close,       x_read,       x_write,   x_truncate, x_sync,   x_file_size,
    x_lock,     x_unlock,      x_check_lock, x_control, x_sector,   x_device, x_shm_map,
    x_shm_lock, x_shm_barrier, x_shm_unmap,  nullptr,   nullptr};

int x_open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out) {
  auto* own = reinterpret_cast<File*>(file);
  own->real = reinterpret_cast<sqlite3_file*>(own + 1);
  const int code = state.real->xOpen(state.real, name, own->real, flags, out);
  own->base.pMethods = own->real->pMethods != nullptr ? &kMethods : nullptr;
  return code;
}

}  // namespace

FaultyVfs::FaultyVfs() {
  assert(state.real == nullptr);
  state = State{};
  state.real = sqlite3_vfs_find(nullptr);
  state.vfs = *state.real;  // all but opening is the real one's
  state.vfs.pNext = nullptr;
  state.vfs.zName = "faulty";
  state.vfs.szOsFile = static_cast<int>(sizeof(File)) + state.real->szOsFile;
  state.vfs.xOpen = x_open;
  sqlite3_vfs_register(&state.vfs, 1);
}

FaultyVfs::~FaultyVfs() {
  sqlite3_vfs_unregister(&state.vfs);
  sqlite3_vfs_register(state.real, 1);
  state.real = nullptr;
}

void FaultyVfs::fail_at(int call, bool for_ever) {
  state.calls_left = call;
  state.for_ever = for_ever;
  state.failed = false;
}

bool FaultyVfs::has_failed() const { return state.failed; }

}  // namespace evidence::test
