#include "query/write.h"

namespace evidence::query {

Written write(Syntax syntax, const Node& tree) {
  switch (syntax) {
    case Syntax::kSimple:
      return write_simple(tree);
    case Syntax::kPubmed:
      return write_pubmed(tree);
    case Syntax::kOvid:
      return write_ovid(tree);
    case Syntax::kCql:
      return write_cql(tree);
    case Syntax::kEbsco:
      return write_ebsco(tree);
  }
  return write_simple(tree);
}

}  // namespace evidence::query
