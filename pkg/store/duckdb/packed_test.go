package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// predictionFile is what the course's service writes for each request.
func predictionFile(t testing.TB, folder string, n int) string {
	t.Helper()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
	name := filepath.Join(folder, fmt.Sprintf("prediction_%s.json", at.Format("2006-01-02T15-04-05.000000")))
	text := fmt.Sprintf("{\n  \"review\": \"review %d\",\n  \"sentiment\": %q,\n  \"length\": %d,\n  \"probability\": [[%v, 0.25, 0.25]],\n  \"timestamp\": %q\n}\n",
		n, []string{"negative", "neutral", "positive"}[n%3], n%100, float64(n%50)/100, at.Format("2006-01-02T15:04:05.000000"))
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func countPacked(t testing.TB, s *Store) (rows float64, result *store.CountsResult) {
	t.Helper()
	result, err := s.Counts(context.Background(), store.CountsRequest{
		Relation: store.Relation{Source: model.Source{File: "prediction_*.json"}, Time: "timestamp"},
		Columns:  []store.CountColumn{{Column: store.Column{Name: "sentiment"}}, {Column: store.Column{Name: "length", Kind: model.Numeric}}},
		Windows:  []store.Window{{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 1, 1, 0, 5, 0, 0, time.UTC)}, {From: time.Date(2026, 1, 1, 0, 5, 0, 0, time.UTC), To: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range result.Rows[0] {
		rows += n
	}
	return rows, result
}

// Many files are packed, say what the files say, and are read again only where they changed; another process goes on with what is there.
func TestManyFilesOfJSON(t *testing.T) {
	folder, cache := t.TempDir(), t.TempDir()
	var names []string
	for n := range 450 {
		names = append(names, predictionFile(t, folder, n))
	}
	unpacked, err := Open(Config{Path: folder, Directories: []string{folder, t.TempDir()}, Threads: 1}) // an engine of its own
	if err != nil {
		t.Fatal(err)
	}
	defer unpacked.Close()
	same := func(s *Store, rows float64) {
		t.Helper()
		got, packed := countPacked(t, s)
		_, want := countPacked(t, unpacked)
		if got != rows || !slices.Equal(packed.Rows[0], want.Rows[0]) {
			t.Errorf("%v rows of %v: %v, unpacked %v", got, rows, packed.Rows, want.Rows)
		}
		for i := range packed.ByColumn {
			for w, c := range packed.ByColumn[i].Counts[0] {
				if !c.Equal(want.ByColumn[i].Counts[0][w]) {
					t.Errorf("column %d, window %d: %v, unpacked %v", i, w, c, want.ByColumn[i].Counts[0][w])
				}
			}
		}
		a, err := s.Describe(context.Background(), model.Source{File: "prediction_*.json"})
		b, err2 := unpacked.Describe(context.Background(), model.Source{File: "prediction_*.json"})
		if err != nil || err2 != nil || !slices.EqualFunc(a, b, func(a, b store.Column) bool { return a.Name == b.Name && a.Kind == b.Kind }) {
			t.Errorf("columns %v, unpacked %v; %v, %v", a, b, err, err2)
		}
	}
	s := openConverting(t, folder, cache)
	same(s, 450)
	for n := 450; n < 460; n++ {
		predictionFile(t, folder, n)
	}
	read := func(s *Store) (n int) {
		s.engine.packed.Range(func(_, v any) bool {
			for _, one := range v.(*packedSource).packs {
				n += len(one.files)
			}
			return true
		})
		return n
	}
	same(s, 460)
	if read(s) != 460 {
		t.Errorf("%d files are packed", read(s))
	}
	// One is gone, one has changed, and one of the others may not be read again: what was packed of it stays.
	if err := os.Remove(names[7]); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(names[8], []byte(`{"sentiment": "neutral", "length": 7.5, "timestamp": "2026-01-01T00:10:00"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	same(s, 459)
	same(openConverting(t, folder, cache), 459)

	// What cannot be read costs itself.
	for i, text := range []string{`{"sentiment": `, `"a text"`, `{"length": 1, "Length": 2}`, strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500), "{\"sentiment\": \"\xff\"}", `[{"sentiment": "neutral", "timestamp": "2026-01-01T00:10:00"}, {"sentiment": "neutral", "timestamp": "2026-01-01T00:10:01"}]`} {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("prediction_bad%d.json", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rows, result := countPacked(t, s)
	if rows != 461 || len(result.Stats.Notices) != 5 {
		t.Errorf("%v rows, %q", rows, result.Stats.Notices)
	}
	for i, says := range []string{"is no whole JSON", "holds JSON that is no object", `has the key "length" more than once`, "holds values more than 100 levels deep", "is not UTF-8"} {
		if notices := strings.Join(result.Stats.Notices, "; "); !strings.Contains(notices, fmt.Sprintf("prediction_bad%d.json %s", i, says)) {
			t.Errorf("%s does not say that %d %s", notices, i, says)
		}
	}
	// A cache that lost something makes it anew.
	for _, pattern := range []string{"*" + packLines, "*" + packIndex, "*" + hasRecords} {
		lost, _ := filepath.Glob(filepath.Join(s.engine.cache, pattern))
		if len(lost) == 0 {
			t.Fatalf("there is no %s", pattern)
		}
		for _, name := range lost {
			os.Remove(name)
		}
		if rows, _ := countPacked(t, s); rows != 461 && pattern != "*"+packIndex {
			t.Errorf("without %s: %v rows", pattern, rows)
		}
		if rows, _ := countPacked(t, openConverting(t, folder, cache)); rows != 461 {
			t.Errorf("without %s, in another process: %v rows", pattern, rows)
		}
	}
}

// processor is what this process has used of it, in seconds.
func processor(t testing.TB) float64 {
	t.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		t.Fatal(err)
	}
	return float64(use.Utime.Nano()+use.Stime.Nano()) / 1e9
}

// BenchmarkManyFiles is of 20,000 files: the first question, the next ones, and one after ten new files. TIDELINE_FILES is another number.
func BenchmarkManyFiles(b *testing.B) {
	files := 20_000
	fmt.Sscan(os.Getenv("TIDELINE_FILES"), &files)
	folder := b.TempDir()
	for n := range files {
		predictionFile(b, folder, n)
	}
	caches := map[string]string{"packed": b.TempDir(), "unpacked": ""}
	for _, name := range []string{"packed", "unpacked"} {
		cache := caches[name]
		s, err := Open(Config{Path: folder, Directories: []string{folder, b.TempDir()}, CacheDirectory: cache, Threads: 2})
		if err != nil {
			b.Fatal(err)
		}
		ask := func(what string) {
			began, used := time.Now(), processor(b)
			rows, _ := countPacked(b, s)
			b.Logf("%s, %s: %v rows in %.2f s, %.2f s of the processor", name, what, rows, time.Since(began).Seconds(), processor(b)-used)
		}
		ask("first")
		ask("second")
		ask("third")
		for n := range 10 {
			predictionFile(b, folder, files+n)
		}
		files += 10
		ask("after ten new files")
		ask("and again")
		s.Close()
	}
}
