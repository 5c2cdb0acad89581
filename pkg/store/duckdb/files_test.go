package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

func open(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(Config{Path: dir, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// rowsOf counts the rows of a source and gives the notices.
func rowsOf(s *Store, file string) (float64, []string, error) {
	result, err := s.Counts(context.Background(), store.CountsRequest{
		Relation: store.Relation{Source: model.Source{File: file}},
		Columns:  []store.CountColumn{{Column: store.Column{Name: "x"}}},
		Windows:  []store.Window{{}},
	})
	if err != nil {
		return 0, nil, err
	}
	if err := result.ByColumn[0].Err; err != nil {
		return 0, result.Stats.Notices, err
	}
	rows := 0.0
	for _, c := range result.ByColumn[0].Counts[0] {
		if c != nil {
			rows += c.Rows
		}
	}
	return rows, result.Stats.Notices, nil
}

func TestFileNames(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"a b.parquet", "2026-01-01T00:00:00.parquet", "it's.parquet", "x[1].parquet", "x1.parquet", "a*b.parquet", "q?.parquet", "größe 日本.parquet",
		`say "hi".parquet`, "back\\slash.parquet", "semi;colon--.parquet", "UPPER.PARQUET"} {
		writeFile(t, filepath.Join(dir, fmt.Sprintf("tmp%d.parquet", i)), fmt.Sprintf("SELECT %d AS x", i))
		if err := os.Rename(filepath.Join(dir, fmt.Sprintf("tmp%d.parquet", i)), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		s := open(t, dir)
		if rows, notices, err := rowsOf(s, name); err != nil || rows != 1 || len(notices) > 0 {
			t.Errorf("%s: %v rows, %v, %v", name, rows, notices, err)
		}
	}
	if rows, _, err := rowsOf(open(t, dir), "*"); err != nil || rows != 12 {
		t.Errorf("all: %v rows, %v", rows, err)
	}
}

func TestGlobs(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/1.parquet", "a/2.parquet", "b/c/3.parquet", "b/c/_temporary.parquet", ".hidden.parquet", "b/4.csv"} {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		writeFile(t, full, "SELECT 1 AS x")
	}
	s := open(t, dir)
	for pattern, want := range map[string]float64{
		"a/*.parquet": 2, "a/[12].parquet": 2, "a/?.parquet": 2, "*/1.parquet": 1, "**/*.parquet": 3, "b/**/*.parquet": 1, "a": 2, "a/": 2, "./a/*": 2, "b/c": 1,
		filepath.Join(dir, "a/1.parquet"): 1, "a/../b/c/3.parquet": 1,
	} {
		if rows, _, err := rowsOf(s, pattern); err != nil || rows != want {
			t.Errorf("%s: %v rows, want %v, %v", pattern, rows, want, err)
		}
	}
	for pattern, want := range map[string]string{
		"a/*.csv":        `no file matches "a/*.csv" in ` + s.path,
		"nothing":        `no file matches "nothing"`,
		"**":             "files of different formats",
		"../x.parquet":   "lies outside the data source's folder",
		"a/../../x":      "lies outside the data source's folder",
		"/etc/passwd":    "lies outside the data source's folder",
		"":               "names no file",
		"b/4.csv/x":      "no file matches",
		"a/[.parquet":    "no file matches",
		"a/\x00.parquet": "no file matches",
	} {
		if _, _, err := rowsOf(s, pattern); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", pattern, err, want)
		}
	}
}

func TestLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(dir, "good.parquet"), "SELECT 1 AS x")
	writeFile(t, filepath.Join(outside, "secret.parquet"), "SELECT 2 AS x")
	for link, target := range map[string]string{
		"bad.parquet": filepath.Join(outside, "secret.parquet"), "nowhere.parquet": filepath.Join(dir, "gone"), "folder": outside, "loop": dir,
		"same.parquet": filepath.Join(dir, "good.parquet"),
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, dir)
	rows, notices, err := rowsOf(s, "*.parquet")
	if err != nil || rows != 1 || len(notices) != 2 {
		t.Errorf("%v rows, %q, %v", rows, notices, err)
	}
	if all := strings.Join(notices, "\n"); !strings.Contains(all, "bad.parquet leads outside the folders that may be read and was left out") || !strings.Contains(all, "nowhere.parquet cannot be read") {
		t.Errorf("notices: %s", all)
	}
	if rows, _, err := rowsOf(s, "**/*.parquet"); err != nil || rows != 1 {
		t.Errorf("below a loop: %v rows, %v", rows, err)
	}
	for file, want := range map[string]string{"bad.parquet": "leads outside", "folder/secret.parquet": "leads outside", "folder/*.parquet": "leads outside"} {
		if _, _, err := rowsOf(s, file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", file, err)
		}
	}
	// A data source whose folder is a link into an allowed folder is fine; one that leads elsewhere is not.
	if err := os.Symlink(dir, filepath.Join(outside, "alias")); err != nil {
		t.Fatal(err)
	}
	alias, err := Open(Config{Path: filepath.Join(outside, "alias"), Directories: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	alias.Close()
	if _, err := Open(Config{Path: filepath.Join(dir, "folder"), Directories: []string{dir}}); err == nil || !strings.Contains(err.Error(), "outside") {
		t.Errorf("a folder outside: %v", err)
	}
}

// Files that cannot be read are left out with a notice that names them; the others are counted.
func TestUnreadableFiles(t *testing.T) {
	dir := t.TempDir()
	for i := range 5 {
		writeFile(t, filepath.Join(dir, fmt.Sprintf("good%d.parquet", i)), "SELECT i AS x, random() AS y FROM range(1000) t(i)")
	}
	good, err := os.ReadFile(filepath.Join(dir, "good0.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	broken := append([]byte(nil), good...)
	for i := 10; i < len(broken)/2; i++ {
		broken[i] = 0xff
	}
	for name, content := range map[string][]byte{"half.parquet": good[:len(good)/2], "empty.parquet": nil, "text.parquet": []byte("no Parquet at all, but long enough"), "pages.parquet": broken} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, dir)
	for range 2 { // again from what was learnt
		rows, notices, err := rowsOf(s, "*.parquet")
		if err != nil || rows != 5000 || len(notices) != 4 {
			t.Fatalf("%v rows, %q, %v", rows, notices, err)
		}
		for _, name := range []string{"half.parquet", "empty.parquet", "text.parquet", "pages.parquet"} {
			if !strings.Contains(strings.Join(notices, "\n"), name) {
				t.Errorf("no notice about %s: %q", name, notices)
			}
		}
		if strings.Contains(strings.Join(notices, "\n"), dir) {
			t.Errorf("notices tell the folder: %q", notices)
		}
	}
	// A file that is mended is read again.
	if err := os.WriteFile(filepath.Join(dir, "half.parquet"), good, 0o600); err != nil {
		t.Fatal(err)
	}
	if rows, notices, err := rowsOf(s, "*.parquet"); err != nil || rows != 6000 || len(notices) != 3 {
		t.Errorf("mended: %v rows, %q, %v", rows, notices, err)
	}
	if _, _, err := rowsOf(s, "pages.parquet"); err == nil || !strings.Contains(err.Error(), "pages.parquet") {
		t.Errorf("alone: %v", err)
	}
}

func TestHalfWrittenLines(t *testing.T) {
	dir := t.TempDir()
	writeText(t, dir, "log.csv", "time, x, y\n2026-01-01 00:00:00,1,a\n2026-01-01 00:00:01,2,b\n2026-01-01 00:0")
	writeText(t, dir, "middle.csv", "time, x, y\n2026-01-01 00:00:00,1,a\n2026-01-01 00:0\n2026-01-01 00:00:01,2,b\n")
	writeText(t, dir, "log.jsonl", "{\"x\": 1}\n{\"x\": 2}\n{\"x\"")
	writeText(t, dir, "prediction_1.json", `{"x": 1, "p": [[0.5]]}`)
	writeText(t, dir, "prediction_2.json", `{"x": 2, "p"`)
	writeText(t, dir, "prediction_2026-01-01 12:00:00+00:00.json", `{"x": 3, "p": [[0.25]]}`)
	s := open(t, dir)
	for file, want := range map[string]struct {
		rows   float64
		notice string
	}{
		"log.csv":           {2, ""}, // it is being written
		"middle.csv":        {2, "middle.csv has lines that cannot be read (line 3 has 1 of the header's 3 fields); they were left out"},
		"log.jsonl":         {2, "log.jsonl has lines that cannot be read; they were left out"},
		"prediction_*.json": {2, "prediction_2.json cannot be read"},
	} {
		rows, notices, err := rowsOf(s, file)
		if all := strings.Join(notices, "; "); err != nil || rows != want.rows || len(notices) > 1 || !strings.Contains(all, want.notice) || want.notice == "" && all != "" {
			t.Errorf("%s: %v rows, %q, %v", file, rows, notices, err)
		}
	}
	extent, err := s.Extent(context.Background(), store.Relation{Source: model.Source{File: "log.csv"}, Time: "time"})
	if want := []string{"log.csv: its last line is half written and was left out"}; err != nil || extent.Rows != 2 || !slices.Equal(extent.Remarks, want) {
		t.Errorf("extent %+v, %v", extent, err)
	}
	// A service goes on writing: the next question sees the new lines.
	writeText(t, dir, "log.csv", "time, x, y\n2026-01-01 00:00:00,1,a\n2026-01-01 00:00:01,2,b\n2026-01-01 00:00:02,3,c\n")
	if rows, notices, err := rowsOf(s, "log.csv"); err != nil || rows != 3 || len(notices) != 0 {
		t.Errorf("written on: %v rows, %q, %v", rows, notices, err)
	}
}

// Files of one source may have other columns, other types and other dialects.
func TestDifferentFiles(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.parquet"), "SELECT 1 AS x, 'a' AS y")
	writeFile(t, filepath.Join(dir, "b.parquet"), "SELECT 2.5::DOUBLE AS x, 7 AS z")
	writeText(t, dir, "a.csv", "x,y,z\n1,a,\n2,b,\n")
	writeText(t, dir, "b.csv", "x;y;w\n2.5;c;true\n")
	writeText(t, dir, "c.csv", "x,y,z\n,d,5\n")
	writeText(t, dir, "d.csv", "x,y,z\n")
	writeText(t, dir, "a.jsonl", "{\"x\": 1, \"y\": \"a\"}\n{\"x\": null}\n")
	writeText(t, dir, "b.jsonl", "{\"x\": 2.5, \"z\": true}\n")
	s := open(t, dir)
	for pattern, want := range map[string]string{
		"*.parquet": "[{x numeric} {y categorical} {z numeric}]",
		"*.csv":     "[{x numeric} {y categorical} {z numeric} {w boolean}]",
		"*.jsonl":   "[{x numeric} {y categorical} {z boolean}]",
	} {
		columns, err := s.Describe(context.Background(), model.Source{File: pattern})
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		var got []string
		for _, c := range columns {
			got = append(got, fmt.Sprintf("{%s %s}", c.Name, c.Kind))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: got %v, want %v", pattern, got, want)
		}
		if _, _, err := rowsOf(s, pattern); err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}

func TestPartitionFolders(t *testing.T) {
	dir := t.TempDir()
	for _, day := range []string{"2026-01-01", "2026-01-02"} {
		folder := filepath.Join(dir, "day="+day, "region=eu west")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(folder, "1.parquet"), "SELECT 1 AS x")
		writeText(t, folder, "1.csv", "x\n1\n")
		writeText(t, folder, "1.jsonl", "{\"x\": 1}\n")
	}
	s := open(t, dir)
	for _, pattern := range []string{"**/*.parquet", "*/*/*.csv", "*/*/*.jsonl"} {
		result, err := s.Counts(context.Background(), store.CountsRequest{
			Relation: store.Relation{Source: model.Source{File: pattern}, Time: "day"},
			Columns:  []store.CountColumn{{Column: store.Column{Name: "region", Kind: model.Categorical}}},
			Windows:  []store.Window{{From: day(1), To: day(2)}, {From: day(2), To: day(3)}},
		})
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		for w := range 2 {
			if c := result.ByColumn[0].Counts[0][w]; c == nil || c.Rows != 1 || c.Strings[0] != "eu west" {
				t.Errorf("%s: window %d: %+v", pattern, w, c)
			}
		}
	}
}

func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

func TestVersion(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	rel := store.Relation{Source: model.Source{File: "*.csv"}}
	seen := map[string]string{}
	check := func(what string) {
		t.Helper()
		v, err := s.Version(context.Background(), rel)
		if err != nil || !v.Exact {
			t.Fatalf("%s: %+v, %v", what, v, err)
		}
		again, _ := s.Version(context.Background(), rel)
		if again.Key != v.Key {
			t.Errorf("%s: versions of the same state differ", what)
		}
		if before, ok := seen[v.Key]; ok {
			t.Errorf("%s has the version of %s", what, before)
		}
		seen[v.Key] = what
	}
	writeText(t, dir, "a.csv", "x\n1\n")
	check("one file")
	writeText(t, dir, "b.csv", "x\n1\n")
	check("two files")
	writeText(t, dir, "b.csv", "x\n12\n")
	check("a longer file")
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "b.csv"), later, later); err != nil {
		t.Fatal(err)
	}
	check("a touched file")
	if err := os.Rename(filepath.Join(dir, "b.csv"), filepath.Join(dir, "c.csv")); err != nil {
		t.Fatal(err)
	}
	check("a renamed file")
}

// Times as other programs write them into Parquet: nanoseconds of pandas, milliseconds, seconds, days, with and without a zone.
func TestTimesOfParquet(t *testing.T) {
	dir := t.TempDir()
	for i, typeName := range []string{"TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "TIMESTAMP", "TIMESTAMPTZ", "DATE"} {
		name := fmt.Sprintf("%d.parquet", i)
		far := "'infinity'"
		switch typeName {
		case "DATE":
			far = "'5000000-01-01'" // beyond what microseconds can count
		case "TIMESTAMP_S":
			far = "'2200-01-01'" // DuckDB cannot write infinity
		}
		writeFile(t, filepath.Join(dir, name), fmt.Sprintf("SELECT CAST(d AS %s) AS time, i AS x FROM (VALUES ('2026-01-01', 1), ('2026-01-02', 2), (NULL, 3), (%s, 4)) t(d, i)", typeName, far))
		s := open(t, dir)
		rel := store.Relation{Source: model.Source{File: name}, Time: "time"}
		extent, err := s.Extent(context.Background(), rel)
		wantTo, wantNotice := day(2), "2 rows have no time"
		if typeName == "TIMESTAMP_S" {
			wantTo, wantNotice = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), "1 row has no time"
		}
		if err != nil || !extent.From.Equal(day(1)) || !extent.To.Equal(wantTo) || extent.Rows != 4 || !strings.Contains(strings.Join(extent.Notices, " "), wantNotice) {
			t.Errorf("%s: extent %+v, %v", typeName, extent, err)
		}
		result, err := s.Counts(context.Background(), store.CountsRequest{
			Relation: rel,
			Columns:  []store.CountColumn{{Column: store.Column{Name: "x"}}},
			Windows:  []store.Window{{From: day(1), To: day(2)}, {From: day(2), To: day(3)}},
		})
		if err != nil {
			t.Errorf("%s: %v", typeName, err)
			continue
		}
		for w := range 2 {
			if c := result.ByColumn[0].Counts[0][w]; c == nil || c.Rows != 1 || c.Ints[0] != int64(w+1) {
				t.Errorf("%s: window %d: %+v", typeName, w, c)
			}
		}
	}
}

func TestShapesOfJSON(t *testing.T) {
	dir := t.TempDir()
	writeText(t, dir, "array.json", "[{\"x\": 1},\n {\"x\": 2}]")
	writeText(t, dir, "lines.json", "{\"x\": 1}\n{\"x\": 2}\n")
	writeText(t, dir, "pretty.json", "{\n  \"x\": 1,\n  \"nested\": {\"y\": [1, 2]}\n}")
	writeText(t, dir, "mixed.jsonl", "{\"x\": 1}\n{\"x\": \"two\"}\n{\"x\": null}\n")
	s := open(t, dir)
	for file, want := range map[string]float64{"array.json": 2, "lines.json": 2, "pretty.json": 1, "mixed.jsonl": 3} {
		if rows, notices, err := rowsOf(s, file); err != nil || rows != want || len(notices) > 0 {
			t.Errorf("%s: %v rows, %v, %v", file, rows, notices, err)
		}
	}
}

func TestDialectsOfCSV(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"quoted.csv": "\"x\",\"y\"\n\"1\",\"a, b\"\n\"2\",\"say \"\"hi\"\"\"\n", "tabs.tsv": "x\ty\n1\ta\n2\tb\n", "semicolons.csv": "x;y\n1;a\n2;b\n",
		"windows.csv": "x,y\r\n1,a\r\n2,b\r\n", "bom.csv": "\ufeffx,y\n1,a\n2,b\n", "one.csv": "x\n1\n2\n", "lines.csv": "x,y\n1,\"two\nlines\"\n2,b\n",
		"spaces.csv": "x, y , z\n1,2,3\n2,3,4\n", "late.csv": "x,y\n1,a\n" + strings.Repeat("1,a\n", 30_000) + "2.5,b\n",
	} {
		writeText(t, dir, name, text)
		s := open(t, dir)
		rows, notices, err := rowsOf(s, name)
		want := 2.0
		if name == "late.csv" {
			want = 30_002 // a float after 30,000 integers: the column holds floats
		}
		if err != nil || rows != want || len(notices) > 0 {
			t.Errorf("%s: %v rows, %v, %v", name, rows, notices, err)
		}
		if name == "spaces.csv" {
			columns, err := s.Describe(context.Background(), model.Source{File: name})
			if err != nil || len(columns) != 3 || columns[1].Name != "y" || columns[2].Name != "z" {
				t.Errorf("%s: %+v, %v", name, columns, err)
			}
		}
	}
}

// Columns whose texts are numbers but for words that stand for a missing value are numbers, in all files of a source; texts stay texts.
func TestWordsForMissingValues(t *testing.T) {
	dir := t.TempDir()
	writeText(t, dir, "spaced.csv", "x, whole, half, flag, name, empty\n1, 1, 1.5, True, a, \n2, None, nan, , NA, \n3, 3, , false, , \n")
	writeText(t, dir, "plain.csv", "x,whole,half,flag,name,empty\n4,4,4,true,4,4.5\n")
	writeText(t, dir, "again.csv", "x,whole,name\n5,5,b\nx,whole,name\n6,6,c\n")
	s := open(t, dir)
	for pattern, want := range map[string]string{
		"spaced.csv": "[{x numeric true} {whole numeric true} {half numeric false} {flag boolean false} {name categorical false} {empty categorical false}]",
		"again.csv":  "[{x numeric true} {whole numeric true} {name categorical false}]",
		"*.csv":      "[{x numeric true} {whole numeric true} {name categorical false} {half numeric false} {flag boolean false} {empty numeric false}]",
	} {
		columns, err := s.Describe(context.Background(), model.Source{File: pattern})
		var got []string
		for _, c := range columns {
			got = append(got, fmt.Sprintf("{%s %s %t}", c.Name, c.Kind, c.Integer))
		}
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%s: got %v, want %v, %v", pattern, got, want, err)
		}
	}
	rows, err := s.Rows(context.Background(), store.RowsRequest{Relation: store.Relation{Source: model.Source{File: "*.csv"}}, Limit: 100,
		Columns: []store.Column{{Name: "x"}, {Name: "whole"}, {Name: "half"}, {Name: "flag"}, {Name: "name"}, {Name: "empty"}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := range rows.Values[0] {
		var row []any
		for c := range rows.Values {
			row = append(row, rows.Values[c][r])
		}
		got = append(got, strings.TrimSpace(fmt.Sprintln(row...)))
	}
	slices.Sort(got)
	want := []string{"1 1 1.5 true a <nil>", "2 <nil> NaN <nil> NA <nil>", "3 3 <nil> false <nil> <nil>", "4 4 4 true 4 4.5", "5 5 <nil> <nil> b <nil>",
		"6 6 <nil> <nil> c <nil>", "<nil> <nil> <nil> <nil> name <nil>"}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestBadLine(t *testing.T) {
	dir := t.TempDir()
	writeText(t, dir, "log.csv", "time,x\n2026-01-01 00:00:00,1\n2026-01-01 1")
	f := file{path: filepath.Join(dir, "log.csv")}
	for message, want := range map[string]struct {
		why  string
		torn bool
	}{
		"Conversion Error: CSV Error on Line: 3\nOriginal Line: 2026-01-01 1\nError when converting column \"time\". Could not convert string \"2026-01-01 1\" to 'TIMESTAMP'\n\nmore": {
			`line 3, column "time": Could not convert string "2026-01-01 1" to 'TIMESTAMP'`, true},
		"Invalid Input Error: CSV Error on Line: 2\nOriginal Line: a\nExpected Number of Columns: 10 Found: 9\n": {"line 2 has 9 of the header's 10 fields", false},
		"Invalid Input Error: CSV Error on Line: 2\nOriginal Line: a\nExpected Number of Columns: 2 Found: 3\n":  {"line 2 has more than the header's 2 fields", false},
		"Invalid Input Error: CSV Error on Line: 2\nOriginal Line: \"a\nSomething else\n":                        {"", false},
		"IO Error: it is gone": {"", false},
	} {
		if why, torn := badLine(f, message); why != want.why || torn != want.torn {
			t.Errorf("%q: got %q, %t", message, why, torn)
		}
	}
}

// A link to a folder that it lies in would have each file found once more with every turn.
func TestLinksUpAreNotFollowed(t *testing.T) {
	dir := t.TempDir()
	for _, folder := range []string{"a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
		writeText(t, dir, folder+"/x.csv", "time,x\n2026-01-01,1\n")
	}
	for link, to := range map[string]string{"self": ".", "a/top": ".."} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	s := openConverting(t, dir, t.TempDir())
	for pattern, want := range map[string]string{"*/*.csv": "a/x.csv b/x.csv", "**/*.csv": "a/x.csv b/x.csv", "a/**/*.csv": "a/x.csv", "*/*/*.csv": "", "self/a/*.csv": "self/a/x.csv"} {
		found, _ := s.locate(model.Source{File: pattern})
		var got []string
		for _, f := range found.files {
			got = append(got, f.shown)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", pattern, got, want)
		}
	}
}
