#include "tests/support/zebra_settings.h"

#include <fstream>
#include <string>

namespace evidence::test {
namespace {

// The package's own example names another module path.
constexpr const char* kZebra = R"cfg(profilePath: .:/usr/share/idzebra-2.0/tab
modulePath: /usr/lib/x86_64-linux-gnu/idzebra-2.0/modules:/usr/lib/aarch64-linux-gnu/idzebra-2.0/modules
recordtype: dom.filter.xml
attset: bib1.att
index: default.idx
encoding: utf-8
storeData: 1
storeKeys: 1
register: register:1G
lockdir: register
keytmpdir: register
)cfg";

constexpr const char* kFilter = R"cfg(<dom>
  <extract name="index"><xslt stylesheet="index.xsl"/></extract>
  <retrieve name="marcxml"><xslt stylesheet="identity.xsl"/></retrieve>
  <retrieve name="dc"><xslt stylesheet="dc.xsl"/></retrieve>
  <input syntax="xml"><xmlreader level="1"/></input>
</dom>
)cfg";

constexpr const char* kIdentity =
    R"cfg(<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="@*|node()">
  <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
</xsl:template>
</xsl:stylesheet>
)cfg";

constexpr const char* kDublinCore =
    R"cfg(<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:m="http://www.loc.gov/MARC21/slim" xmlns:srw_dc="info:srw/schema/1/dc-schema"
  xmlns:dc="http://purl.org/dc/elements/1.1/" exclude-result-prefixes="m">
<xsl:template match="/m:record">
  <srw_dc:dc>
    <dc:title><xsl:value-of select="m:datafield[@tag='245']/m:subfield[@code='a']"/></dc:title>
    <dc:identifier>
      <xsl:value-of select="concat('https://books.example.org/', m:controlfield[@tag='001'])"/>
    </dc:identifier>
    <dc:date>2024</dc:date>
  </srw_dc:dc>
</xsl:template>
</xsl:stylesheet>
)cfg";

constexpr const char* kIndex =
    R"cfg(<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:m="http://www.loc.gov/MARC21/slim" xmlns:z="http://indexdata.com/zebra-2.0">
<xsl:output method="xml" encoding="UTF-8"/>
<xsl:template match="text()"/>
<xsl:template match="m:record">
  <z:record>
    <z:index name="Title:w Any:w">
      <xsl:value-of select="m:datafield[@tag='245']/m:subfield[@code='a']"/>
    </z:index>
    <z:index name="Local-number:w"><xsl:value-of select="m:controlfield[@tag='001']"/></z:index>
  </z:record>
</xsl:template>
</xsl:stylesheet>
)cfg";

constexpr const char* kCql = R"cfg(set.cql = info:srw/cql-context-set/1/cql-v1.2
set.dc = info:srw/cql-context-set/1/dc-v1.1
set.rec = info:srw/cql-context-set/2/rec-1.1
index.cql.serverChoice = 1=1016
index.cql.allRecords = 1=_ALLRECORDS 2=103
index.dc.title = 1=4
index.rec.identifier = 1=12
relation.scr = 2=3
relation.eq = 2=3
structure.* = 4=1
position.first = 3=1 6=1
position.any = 3=3 6=1
position.last = 3=4 6=1
position.firstAndLast = 3=3 6=3
truncation.right = 5=1
truncation.none = 5=100
)cfg";

constexpr const char* kServerBefore = R"cfg(<yazgfs>
  <listen id="tcp">tcp:127.0.0.1:)cfg";
constexpr const char* kServerAfter = R"cfg(</listen>
  <server id="test" listenref="tcp">
    <config>zebra.cfg</config>
    <cql2rpn>cql.txt</cql2rpn>
    <explain xmlns="http://explain.z3950.org/dtd/2.0/">
      <serverInfo><host>localhost</host><port>0</port><database>Default</database></serverInfo>
    </explain>
    <retrievalinfo xmlns="http://indexdata.com/yaz">
      <retrieval syntax="usmarc" name="F">
        <backend syntax="xml" name="marcxml">
          <marc inputformat="xml" outputformat="marc" outputcharset="utf-8"/>
        </backend>
      </retrieval>
      <retrieval syntax="usmarc" name="B">
        <backend syntax="xml" name="marcxml">
          <marc inputformat="xml" outputformat="marc" outputcharset="marc-8"/>
        </backend>
      </retrieval>
      <retrieval syntax="xml" name="marcxml" identifier="info:srw/schema/1/marcxml-v1.1">
        <backend syntax="xml" name="marcxml"/>
      </retrieval>
      <retrieval syntax="xml" name="dc" identifier="info:srw/schema/1/dc-v1.1">
        <backend syntax="xml" name="dc"/>
      </retrieval>
    </retrievalinfo>
  </server>
</yazgfs>
)cfg";

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

}  // namespace

void write_zebra_settings(const std::filesystem::path& directory, int port) {
  write(directory / "zebra.cfg", kZebra);
  write(directory / "filter.xml", kFilter);
  write(directory / "identity.xsl", kIdentity);
  write(directory / "dc.xsl", kDublinCore);
  write(directory / "index.xsl", kIndex);
  write(directory / "cql.txt", kCql);
  write(directory / "server.xml", kServerBefore + std::to_string(port) + kServerAfter);
}

}  // namespace evidence::test
