package duckdb

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

func TestTablesOfTheOrientationSplit(t *testing.T) {
	for text, want := range map[string]string{
		`{"columns":["a","b"],"data":[[1,"x"],[null,{"c": 1}]]}`:         `{"a":1,"b":"x"}` + "\n" + `{"a":null,"b":{"c":1}}` + "\n",
		` {"columns":["a"],"index":[0,1],"data":[[true],[0.5]]}`:         `{"a":true}` + "\n" + `{"a":0.5}` + "\n",
		`{"columns":[0,1],"data":[[1,2]]}`:                               `{"0":1,"1":2}` + "\n",
		`{"columns":["a"],"data":[[1]],"more":2}`:                        `{"columns":["a"],"data":[[1]],"more":2}` + "\n", // a prediction that has such members
		`{"columns":["a"],"x":[[1]]}`:                                    `{"columns":["a"],"x":[[1]]}` + "\n",
		`{"columns":["a","A"],"data":[[1,2]]}`:                           `error: has the column "A" more than once, perhaps in another case,`,
		`{"columns":[["a","b"]],"data":[[1]]}`:                           `error: has columns with several names each (flatten them before they are logged)`,
		`{"columns":["a"],"data":[[1,2]]}`:                               `error: has a row that is shorter or longer than its columns`,
		`{"columns":[],"data":[[]]}`:                                     `error: is a table without columns`,
		`{"columns":["a"],"data":[]}`:                                    "", // a batch without rows
		`{"columns":["a",null],"index":[],"data":[[1,[2]],[null,"x"]]}`:  `{"a":1,"":[2]}` + "\n" + `{"a":null,"":"x"}` + "\n",
		`{"columns":["a"],"data":[1,2]}`:                                 `{"columns":["a"],"data":[1,2]}` + "\n", // a prediction that has such members
		`{"columns":["a"],"data":null}`:                                  `{"columns":["a"],"data":null}` + "\n",
		`{"columns":["a"],"data":[[1],2]}`:                               `error: has a row that is shorter or longer than its columns`,
		`{"columns":["a"],"data":[[1]]}{"columns":["b"],"data":[["x"]]}`: `{"a":1}` + "\n" + `{"b":"x"}` + "\n",
	} {
		var out strings.Builder
		err := objectsAsLines([]byte(text), &lineWriter{to: &out})
		got := out.String()
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// The artifacts of runs are one log, whatever its columns are in each; a run that goes on, or a new one, is read.
func TestTablesInFiles(t *testing.T) {
	folder := t.TempDir()
	put := func(run int, rows ...string) {
		writeText(t, folder, fmt.Sprintf("run%d.json", run), `{"columns":["timestamp","x","device"],"data":[`+strings.Join(rows, ",")+`]}`)
	}
	put(1, `["2026-01-01T00:00:00.000Z",1,"pixel"]`, `["2026-01-01T01:00:00.000Z",null,null]`)
	put(2, `["2026-01-02T00:00:00.000Z",2.5,"iphone"]`)
	writeText(t, folder, "run3.json", `{"timestamp":"2026-01-02T05:00:00Z","x":4}`) // no table, and a row all the same
	s := openConverting(t, folder, t.TempDir())
	at := func(day int) time.Time { return time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC) }
	check := func(want string) {
		t.Helper()
		result, err := s.Counts(context.Background(), store.CountsRequest{Relation: store.Relation{Source: model.Source{File: "*.json"}, Time: "timestamp"},
			Columns: []store.CountColumn{{Column: store.Column{Name: "x", Kind: model.Numeric}}, {Column: store.Column{Name: "device"}}},
			Windows: []store.Window{{From: at(1), To: at(2)}, {From: at(2), To: at(3)}}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, column := range result.ByColumn {
			for _, c := range column.Counts[0] {
				got = append(got, fmt.Sprint(c.Floats, c.Strings, c.Null))
			}
		}
		if all := fmt.Sprint(result.Rows, got, result.Stats.Notices); all != want {
			t.Errorf("%s\nwant %s", all, want)
		}
	}
	check("[[2 2]] [[1] [] 1 [2.5 4] [] 0 [] [pixel] 1 [] [iphone] 1] []")
	put(2, `["2026-01-02T00:00:00.000Z",2.5,"iphone"]`, `["2026-01-02T01:00:00.000Z",2.5,"iphone"]`)
	check("[[2 3]] [[1] [] 1 [2.5 4] [] 0 [] [pixel] 1 [] [iphone] 1] []")
	writeText(t, folder, "run4.json", `{"columns":["x","X"],"data":[[1,2]]}`)
	check(`[[2 3]] [[1] [] 1 [2.5 4] [] 0 [] [pixel] 1 [] [iphone] 1] [run4.json has the column "X" more than once, perhaps in another case, and was left out]`)
}

// liveMemory is a writer that measures, at times, how much is in use.
type liveMemory struct{ written, next, most uint64 }

func (m *liveMemory) Write(line []byte) (int, error) {
	if m.written += uint64(len(line)); m.written >= m.next {
		m.next += 8 << 20
		runtime.GC()
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		m.most = max(m.most, now.HeapAlloc)
	}
	return len(line), nil
}

// A large table takes no more memory than a few times its bytes, though each of its values is named in the lines.
func TestMemoryOfALargeTable(t *testing.T) {
	text := []byte(`{"columns":["` + strings.Repeat("a long name ", 20) + `","b"],"data":[` + strings.Repeat("[1,2],", 1<<17) + `[1,2]]}`)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var m liveMemory
	if err := objectsAsLines(text, &lineWriter{to: &m}); err != nil {
		t.Fatal(err)
	}
	if m.written < 30<<20 {
		t.Errorf("%d bytes of lines", m.written)
	}
	if used := m.most - min(m.most, before.HeapAlloc); used > 8*uint64(len(text)) {
		t.Errorf("%d bytes for a table of %d", used, len(text))
	}
}

// A table beside one that is too large, and beside one that ends in the middle, is read, and these are named. What was written of a damaged one is taken back.
func TestDamagedTables(t *testing.T) {
	folder := t.TempDir()
	row := `["2026-01-01T00:00:00Z",1]`
	writeText(t, folder, "a.json", `{"columns":["t","x"],"data":[`+row+`]}`)
	writeText(t, folder, "b.json", `{"columns":["t","x"],"data":[`+row+`,`+row+`,[1]]}`)
	writeText(t, folder, "c.json", `{"columns":["t","x"],"data":[]}`)
	writeText(t, folder, "d.json", `{"columns":["t","x"],"data":[`+row)
	writeText(t, folder, "e.json", `{"columns":["t","x"],"data":[`+row+`]}`)
	writeText(t, folder, "f.json", `{"columns":["t","x"],"data":[`+row+`]}`)
	if err := os.Truncate(filepath.Join(folder, "f.json"), largestObject+1); err != nil {
		t.Fatal(err)
	}
	s := openConverting(t, folder, t.TempDir())
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	result, err := s.Counts(context.Background(), store.CountsRequest{Relation: store.Relation{Source: model.Source{File: "*.json"}, Time: "t"},
		Columns: []store.CountColumn{{Column: store.Column{Name: "x", Kind: model.Numeric}}}, Windows: []store.Window{{From: from, To: from.AddDate(0, 0, 1)}}})
	if err != nil {
		t.Fatal(err)
	}
	want := "[[2]] [b.json has a row that is shorter or longer than its columns and was left out d.json is no whole JSON and was left out f.json is larger than 64 MB and was left out]"
	if got := fmt.Sprint(result.Rows, result.Stats.Notices); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// A file is looked at for a table, and a prediction that has a member called columns is none.
func TestBeginsSplit(t *testing.T) {
	for text, want := range map[string]bool{
		"\xef\xbb\xbf{\"columns\":[\"a\"],\"data\":[[": true,
		`{"columns":["a",null,["b","c"]],"index":[`:    true,
		`{"columns":[],"data":[]}`:                     true,
		`{"columns":["a"],"data":[1`:                   false,
		`{"columns":["a"],"x":1}`:                      false,
		`{"columns":["a"`:                              false,
		`{"columns":"a","data":[[1]]}`:                 false,
		`[{"columns":["a"],"data":[[1]]}]`:             false,
		``:                                             false,
	} {
		var compressed bytes.Buffer
		w := gzip.NewWriter(&compressed)
		_, _ = w.Write([]byte(text))
		w.Close()
		if got := HoldsTable(strings.NewReader(text), "a.json"); got != want {
			t.Errorf("%q: %t", text, got)
		}
		if got := HoldsTable(&compressed, "a.json.gz"); got != want {
			t.Errorf("%q, compressed: %t", text, got)
		}
	}
}

// The files that MLflow and Evidently wrote (testdata/README.md) are logs as they are.
func TestFilesOfOtherLibraries(t *testing.T) {
	s := openConverting(t, "testdata", t.TempDir())
	for _, c := range []struct {
		file    string
		from    time.Time
		rows    string
		columns string
		values  string // of brightness: how many, how many missing
	}{
		{"mlflow/*/*/artifacts/predictions.json", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "[[10 10 10]]",
			"timestamp timestamp, brightness numeric, device categorical, predicted numeric, probability numeric, ok boolean", "24 of 30, 6 missing"},
		{"evidently/*/datasets/*/predictions.parquet", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "[[24 24 12]]",
			"timestamp timestamp, brightness numeric, device categorical, predicted numeric", "60 of 60, 0 missing"},
		{"evidently/**/run-current-*.parquet", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "[[24 24 12]]",
			"timestamp timestamp, brightness numeric, device categorical, predicted numeric", "60 of 60, 0 missing"},
	} {
		src := model.Source{File: c.file}
		columns, err := s.Describe(context.Background(), src)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		var names []string
		for _, of := range columns {
			names = append(names, fmt.Sprint(of.Name, " ", of.Kind))
		}
		if all := strings.Join(names, ", "); all != c.columns {
			t.Errorf("%s: columns %s", c.file, all)
		}
		var windows []store.Window
		for day := range 3 {
			windows = append(windows, store.Window{From: c.from.AddDate(0, 0, day), To: c.from.AddDate(0, 0, day+1)})
		}
		result, err := s.Counts(context.Background(), store.CountsRequest{Relation: store.Relation{Source: src, Time: "timestamp"},
			Columns: []store.CountColumn{{Column: store.Column{Name: "brightness", Kind: model.Numeric}}}, Windows: windows})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		var rows, missing, values float64
		for _, one := range result.ByColumn[0].Counts[0] {
			rows, missing = rows+one.Rows, missing+one.Null
			for _, n := range one.W {
				values += n
			}
		}
		if got := fmt.Sprintf("%v of %v, %v missing", values, rows, missing); fmt.Sprint(result.Rows) != c.rows || got != c.values || len(result.Stats.Notices) > 0 {
			t.Errorf("%s: %v rows, %s, %q", c.file, result.Rows, got, result.Stats.Notices)
		}
	}
}

// What is added to large tables does not have all of them written anew.
func TestPacksOfLargeFilesAreMore(t *testing.T) {
	folder := t.TempDir()
	writeText(t, folder, "a.json", `{"x":1}`)
	w := &packer{ctx: context.Background(), folder: t.TempDir(), open: func(f file) (*os.File, error) { return os.Open(f.path) }}
	defer w.abandon()
	for range 3 {
		if err := w.add(file{path: filepath.Join(folder, "a.json"), shown: "a.json"}, nil); err != nil {
			t.Fatal(err)
		}
		w.now.size += bytesInPack / 2
	}
	if err := w.end(); err != nil || len(w.packs) != 2 {
		t.Errorf("%d packs, %v", len(w.packs), err)
	}
}

// What DuckDB could not read of one file does not cost the others.
func TestOneFileDoesNotCostItsPack(t *testing.T) {
	for bad, why := range map[string]string{
		`{"t":"\ud800"}`:                        `has half of a character (a surrogate such as \ud800 alone)`,
		`{"t":"\udC00"}`:                        `has half of a character (a surrogate such as \ud800 alone)`,
		`{"t":"\ud83dx"}`:                       `has half of a character (a surrogate such as \ud800 alone)`,
		`{"t":"\ud83d\uDE00"}`:                  "",
		`{"t":"\udb40\udc01"}`:                  "",
		`{"t":"\uDbFF"}`:                        `has half of a character (a surrogate such as \ud800 alone)`,
		`{"t":"\\ud800"}`:                       "", // a backslash, and letters
		`{"x\u0000y":1}`:                        `has the key "x\x00y", which no column can have,`,
		`{"columns":["x\u0000y"],"data":[[1]]}`: `has the key "x\x00y", which no column can have,`,
		`{"Tideline folder day":1}`:             `has the key "Tideline folder day", which no column can have,`,
	} {
		folder := t.TempDir()
		writeText(t, folder, "a.json", `{"columns":["t","x"],"data":[["a",1]]}`)
		writeText(t, folder, "b.json", bad)
		s := openConverting(t, folder, t.TempDir())
		src := model.Source{File: "*.json"}
		columns, err := s.Describe(context.Background(), src)
		found, err2 := s.locate(src)
		_, notices, err3 := s.packed(context.Background(), src, found.files)
		want := "[]"
		if why != "" {
			want = "[b.json " + why + " and was left out]"
		}
		if err != nil || err2 != nil || err3 != nil || len(columns) != 2 || fmt.Sprint(notices) != want {
			t.Errorf("%s: %v, %v, %v, %v, %v", bad, columns, notices, err, err2, err3)
		}
	}
}
