// What Lucene 8 takes for the same searches as search_vs_lucene.sh asks of Evidence: ranked top ten
// by BM25, exact number of hits, and the same facets by SortedSetDocValues.
//   java LuceneFacets index CORPUS.jsonl INDEX
//   java LuceneFacets run INDEX QUERIES.txt ROUNDS   one line a query: "words TAB mode", AND or OR
// Prints microseconds of CPU of the running thread: per query the best of ROUNDS, and the sum.
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;

public final class LuceneFacets {
  private static final String[] FACETS = {"study_type", "year", "source", "journal", "subject",
      "language", "status", "open_access"};
  private static final float K1 = 1.2f, B = 0.3f, TITLE = 0.2f;

  private static FacetsConfig config() {
    FacetsConfig config = new FacetsConfig();
    for (String name : FACETS) config.setMultiValued(name, true);
    return config;
  }

  // Words of every kind, as in Evidence, where no word is left out.
  private static Analyzer analyzer() { return new EnglishAnalyzer(CharArraySet.EMPTY_SET); }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 3 && arguments[0].equals("index")) {
      index(Path.of(arguments[1]), Path.of(arguments[2]));
    } else if (arguments.length == 4 && arguments[0].equals("run")) {
      run(Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
    } else {
      System.err.println("usage: LuceneFacets index CORPUS.jsonl INDEX | run INDEX QUERIES ROUNDS");
      System.exit(2);
    }
  }

  private static void index(Path corpus, Path folder) throws Exception {
    IndexWriterConfig settings = new IndexWriterConfig(analyzer());
    settings.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    settings.setSimilarity(new BM25Similarity(K1, B));
    settings.setRAMBufferSizeMB(256);
    FacetsConfig config = config();
    long records = 0;
    try (MMapDirectory directory = new MMapDirectory(folder);
         IndexWriter writer = new IndexWriter(directory, settings);
         BufferedReader lines = Files.newBufferedReader(corpus, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        writer.addDocument(config.build(document(new Json(line))));
        ++records;
      }
      writer.forceMerge(1);
    }
    System.err.println("records " + records);
  }

  private static void count(Document document, String facet, String value) {
    if (value != null && !value.isEmpty()) {
      document.add(new SortedSetDocValuesFacetField(facet, value));
    }
  }

  private static Document document(Json json) {
    Document document = new Document();
    String title = json.text("title");
    document.add(new TextField("title", title, Field.Store.NO));
    // One field for all words, as Evidence's "any".
    StringBuilder any = new StringBuilder(title).append('\n').append(json.text("abstract"));
    Set<String> subjects = new HashSet<>();
    for (String heading : json.list("mesh")) {
      String label = heading.replaceAll("\\*$", "").replaceAll("/.*$", "").replace("*", "");
      any.append('\n').append(heading.replace('/', ' '));
      if (subjects.add(label)) count(document, "subject", label);
    }
    for (String word : json.list("keywords")) any.append('\n').append(word);
    for (String type : json.list("pubtypes")) any.append('\n').append(type);
    document.add(new TextField("any", any.toString(), Field.Store.NO));
    document.add(new StoredField("id", json.text("id")));
    document.add(new StoredField("record", json.whole));
    count(document, "journal", json.text("journal"));
    count(document, "year", json.text("year"));
    count(document, "source", "corpus");
    count(document, "language", json.text("language"));
    count(document, "study_type", studyType(json.list("pubtypes")));
    return document;
  }

  // About as many values as Evidence tells apart; which of them a work gets does not matter here.
  private static String studyType(List<String> types) {
    for (String type : new String[] {"Practice Guideline", "Systematic Review", "Meta-Analysis",
         "Randomized Controlled Trial", "Clinical Trial", "Case Reports", "Review", "Editorial"}) {
      if (types.contains(type)) return type;
    }
    return "not stated";
  }

  private static List<String> words(Analyzer analyzer, String text) throws Exception {
    List<String> words = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("any", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) words.add(term.toString());
      stream.end();
    }
    return words;
  }

  // All words, or any, in the field of all words; a little more for those of the title.
  private static Query query(Analyzer analyzer, String text, boolean all) throws Exception {
    BooleanQuery.Builder match = new BooleanQuery.Builder();
    BooleanQuery.Builder bonus = new BooleanQuery.Builder();
    for (String word : new HashSet<>(words(analyzer, text))) {
      match.add(new TermQuery(new Term("any", word)),
          all ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD);
      bonus.add(new BoostQuery(new TermQuery(new Term("title", word)), TITLE),
          BooleanClause.Occur.SHOULD);
    }
    return new BooleanQuery.Builder()
        .add(match.build(), BooleanClause.Occur.MUST)
        .add(bonus.build(), BooleanClause.Occur.SHOULD)
        .build();
  }

  private static void run(Path folder, Path queries, int rounds) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    BooleanQuery.setMaxClauseCount(4096);
    Analyzer analyzer = analyzer();
    try (MMapDirectory directory = new MMapDirectory(folder);
         IndexReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(new BM25Similarity(K1, B));
      searcher.setQueryCache(null);
      FacetsConfig config = config();
      SortedSetDocValuesReaderState state = new DefaultSortedSetDocValuesReaderState(reader);
      List<String> lines = Files.readAllLines(queries, StandardCharsets.UTF_8);
      double[] best = new double[lines.size()];
      double[] bestTop = new double[lines.size()];
      long[] totals = new long[lines.size()];
      java.util.Arrays.fill(best, Double.MAX_VALUE);
      java.util.Arrays.fill(bestTop, Double.MAX_VALUE);
      long sum = 0;
      // The first rounds also warm the compiler up; only the best of all counts.
      for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < lines.size(); ++i) {
          String[] parts = lines.get(i).split("\t");
          boolean all = parts[1].equals("AND");
          // Only the top ten, with as little counting as Lucene allows.
          long top = threads.getCurrentThreadCpuTime();
          Query query = query(analyzer, parts[0], all);
          sum += searcher.search(query, 10).scoreDocs.length;
          bestTop[i] = Math.min(bestTop[i], (threads.getCurrentThreadCpuTime() - top) / 1e3);
          long begin = threads.getCurrentThreadCpuTime();
          query = query(analyzer, parts[0], all);
          TopScoreDocCollector ranked = TopScoreDocCollector.create(10, Integer.MAX_VALUE);
          FacetsCollector met = new FacetsCollector();
          searcher.search(query, MultiCollector.wrap(ranked, met));
          TopDocs found = ranked.topDocs();
          if (found.totalHits.value > 0) {
            Facets facets = new SortedSetDocValuesFacetCounts(state, met);
            for (String name : FACETS) {
              if (state.getOrdRange(name) == null) continue;  // no record has such a value
              boolean few = !name.equals("journal") && !name.equals("subject");
              FacetResult result = facets.getTopChildren(few ? 200 : 10, name);
              if (result != null) sum += result.labelValues.length;
            }
          }
          best[i] = Math.min(best[i], (threads.getCurrentThreadCpuTime() - begin) / 1e3);
          totals[i] = found.totalHits.value;
        }
      }
      for (int i = 0; i < best.length; ++i) {
        System.out.printf("%.1f\t%.1f\t%d%n", best[i], bestTop[i], totals[i]);
      }
      System.err.println("checked " + sum);
    }
  }

  // Reads one line of our own JSON: strings, numbers and lists of strings at the top.
  private static final class Json {
    final String whole;
    private final java.util.Map<String, List<String>> members = new java.util.HashMap<>();
    private int at = 0;

    Json(String line) {
      whole = line;
      expect('{');
      while (peek() != '}') {
        String name = string();
        expect(':');
        List<String> values = new ArrayList<>();
        value(values);
        members.put(name, values);
        if (peek() == ',') expect(',');
      }
    }

    String text(String name) {
      List<String> values = members.get(name);
      return values == null || values.isEmpty() ? "" : values.get(0);
    }
    List<String> list(String name) { return members.getOrDefault(name, List.of()); }

    private void value(List<String> values) {
      char c = peek();
      if (c == '"') {
        values.add(string());
      } else if (c == '[' || c == '{') {
        char close = c == '[' ? ']' : '}';
        expect(c);
        while (peek() != close) {
          if (c == '{') {
            string();
            expect(':');
          }
          value(values);
          if (peek() == ',') expect(',');
        }
        expect(close);
      } else {
        int begin = at;
        while (at < whole.length() && ",]} \t".indexOf(whole.charAt(at)) < 0) ++at;
        String word = whole.substring(begin, at);
        if (!word.equals("null")) values.add(word);
      }
    }

    private char peek() {
      while (Character.isWhitespace(whole.charAt(at))) ++at;
      return whole.charAt(at);
    }
    private void expect(char c) {
      if (peek() != c) throw new IllegalArgumentException("expected " + c + " at " + at);
      ++at;
    }
    private String string() {
      expect('"');
      StringBuilder text = new StringBuilder();
      for (; whole.charAt(at) != '"'; ++at) {
        char c = whole.charAt(at);
        if (c != '\\') {
          text.append(c);
          continue;
        }
        c = whole.charAt(++at);
        if (c == 'u') {
          text.append((char) Integer.parseInt(whole.substring(at + 1, at + 5), 16));
          at += 4;
        } else {
          text.append(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
        }
      }
      ++at;
      return text.toString();
    }
  }
}
