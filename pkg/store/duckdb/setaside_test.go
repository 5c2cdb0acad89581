package duckdb

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// spoil overwrites the middle of files in a folder, so that their length, begin and end are what they were.
func spoil(t *testing.T, folder, pattern string) {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(folder, pattern))
	if len(names) == 0 {
		t.Fatalf("there is no %s", pattern)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 4; i < len(content)-8; i++ {
			content[i] = 0xff
		}
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What was made of files and is damaged is made anew: nothing is left out for it.
func TestDamagedPacksAreMadeAnew(t *testing.T) {
	folder := t.TempDir()
	for n := range 250 {
		predictionFile(t, folder, n)
	}
	s := openConverting(t, folder, t.TempDir())
	whole := func(what string) {
		t.Helper()
		if extent, err := extentOf(t, s, "*.json"); err != nil || extent.Rows != 250 || len(extent.Notices) > 0 {
			t.Errorf("%s: %+v, %v", what, extent, err)
		}
	}
	whole("at first")
	spoil(t, s.engine.cache, "*"+hasRecords)
	whole("damaged Parquet")
	spoil(t, s.engine.cache, "*"+packLines)
	lost, _ := filepath.Glob(filepath.Join(s.engine.cache, "*"+hasRecords))
	os.Remove(lost[0])
	s.engine.files.lists = newLists()
	whole("damaged lines")

	// Where it does not help, it is not tried at each question.
	made, _ := filepath.Glob(filepath.Join(s.engine.cache, "*"+hasRecords))
	s.engine.files.madeAnew = map[string]time.Time{}
	failure := &Error{`IO Error: Cannot read file "` + made[0] + `"`}
	if !s.setAside(context.Background(), nil, failure) {
		t.Error("it is not made anew")
	}
	if _, err := os.Stat(made[0]); err == nil {
		t.Error("what was made is still there")
	}
	if s.setAside(context.Background(), nil, failure) {
		t.Error("it is made anew at each question")
	}
	s.engine.files.madeAnew[made[0]] = time.Now().Add(-2 * soon)
	if !s.setAside(context.Background(), nil, failure) {
		t.Error("it is not made anew later")
	}
	whole("then")
}

// No error says where on the server's disk something lies: a file is called as it is below the data source's folder, and what was made of files as the source.
func TestErrorsNameTheUsersFiles(t *testing.T) {
	folder := t.TempDir()
	s := openConverting(t, folder, filepath.Join(t.TempDir(), "a [cache]"))
	made := filepath.Join(s.engine.cache, "0123abcd-0"+hasRecords)
	for text, want := range map[string]string{
		`IO Error: Cannot open file "` + filepath.Join(s.engine.cache, "0123.lines.jsonl") + `": no`: `IO Error: Cannot open file "runs/*.json": no`,
		`Conversion Error in "` + made + `", column x`:                                               `Conversion Error in "otlp.jsonl", column x`,
		`mkdir ` + s.engine.cache + `: not a directory`:                                              `mkdir cache_directory: not a directory`,
		`Malformed JSON in file "` + filepath.Join(s.path, "sub", "a.json") + `"`:                    `Malformed JSON in file "sub/a.json"`,
		"Binder Error: no x\n\nLINE 1: SELECT x FROM read_parquet(['" + made + "'])\n            ^":  "Binder Error: no x",
		`'` + literalGlob.Replace(made) + `'`:                                                        `'runs/*.json'`,
	} {
		if got := s.plain(text, "runs/*.json", []file{{path: made, shown: "otlp.jsonl"}}); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	cause := &Error{"Conversion Error in " + made}
	if err := s.plainly(fmt.Errorf("labels: %w", cause), "a.json", nil); err.Error() != "labels: Conversion Error in a.json" || !errors.Is(err, cause) {
		t.Errorf("%v", err)
	}

	// A file that DuckDB cannot unpack, and a cache that is no folder.
	writeText(t, folder, "bad.json.gz", "no gzip")
	writeText(t, folder, "good.jsonl", `{"x": 1}`+"\n")
	extent, err := extentOf(t, s, "*")
	if err != nil || extent.Rows != 1 || len(extent.Notices) != 1 || !strings.HasPrefix(extent.Notices[0], "bad.json.gz cannot be read") || strings.Contains(extent.Notices[0], "/") {
		t.Errorf("%+v, %v", extent, err)
	}
	writeText(t, folder, "table.json", `{"columns":["x"],"data":[[1]]}`)
	if err := os.WriteFile(filepath.Dir(s.engine.cache), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := extentOf(t, s, "table.json"); err == nil || err.Error() != "the server's folder for converted files cannot be made: not a directory" {
		t.Errorf("%v", err)
	}
}

// Files that go, or are replaced, between being found and being read are looked for again: the answer is of what is there, and no file is held to be bad.
func TestFilesThatComeAndGo(t *testing.T) {
	for _, ending := range []string{".jsonl", ".csv", ".parquet"} {
		folder := t.TempDir()
		put := func(name string) {
			text := "x,y\n1,2\n"
			switch ending {
			case ".jsonl":
				text = `{"x": 1, "y": 2}` + "\n"
			case ".parquet":
				made := filepath.Join(t.TempDir(), "a.parquet")
				if err := keepAsParquet(filepath.Dir(made), "SELECT 1 AS x, 2 AS y", made); err != nil {
					t.Fatal(err)
				}
				content, _ := os.ReadFile(made)
				text = string(content)
			}
			writeText(t, folder, name, text)
		}
		for n := range 5 {
			put(fmt.Sprint(n, ending))
		}
		s := openConverting(t, folder, t.TempDir())
		rows := func(change func(try int)) (got int64, known said) {
			t.Helper()
			tries := 0
			err := s.withSource(context.Background(), model.Source{File: "*" + ending}, func(of *table) error {
				change(tries)
				tries++
				all, err := s.engine.all(context.Background(), sql.Statement{Text: "SELECT count(x) FROM " + of.From})
				if err == nil {
					got, known = all[0][0].(int64), of.said
				}
				return err
			})
			if err != nil {
				t.Errorf("%s: %v", ending, err)
			}
			return got, known
		}
		got, known := rows(func(try int) {
			if try == 0 {
				os.Remove(filepath.Join(folder, "2"+ending))
			}
		})
		if got != 4 || len(known.notices)+len(known.remarks) > 0 {
			t.Errorf("%s: one is gone: %d, %+v", ending, got, known)
		}
		put("2" + ending)
		got, known = rows(func(try int) {
			if try < mostChanges { // whatever is found is gone when it is read
				os.Remove(filepath.Join(folder, fmt.Sprint(try%2, ending)))
				put(fmt.Sprint((try+1)%2, ending))
			}
		})
		if got != 4 || len(known.notices)+len(known.remarks) > 0 {
			t.Errorf("%s: they come and go: %d, %+v", ending, got, known)
		}
	}
}

// A CSV that went before it was looked at is not one that is bad.
func TestCSVThatWent(t *testing.T) {
	folder := t.TempDir()
	writeText(t, folder, "a.csv", "x\n1\n")
	s := openConverting(t, folder, "")
	found, err := s.locate(model.Source{File: "*.csv"})
	if err != nil {
		t.Fatal(err)
	}
	closed := &fs.PathError{Op: "open", Path: found.files[0].path, Err: syscall.EIO}
	if changedSince(found.files, closed) {
		t.Error("it has not changed")
	}
	os.Remove(found.files[0].path)
	if !changedSince(found.files, closed) {
		t.Error("it is gone")
	}
	// One that the disk does not give is left out for a moment.
	if !s.setAside(context.Background(), found.files, closed) || s.engine.files.state(found.files[0]).unreadable != "cannot be read (input/output error)" {
		t.Errorf("%+v", s.engine.files.state(found.files[0]))
	}
	state := s.engine.files.state(found.files[0])
	state.until = time.Now().Add(-time.Second)
	s.engine.files.setState(found.files[0], state)
	if got := s.engine.files.state(found.files[0]); got != (fileState{}) {
		t.Errorf("later: %+v", got)
	}
}

// What becomes of files between being found and being packed: a pipe is not waited for, a link does not lead out of the folders, and what cannot be read now is tried again.
func TestFilesThatChangeBeforeTheyArePacked(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	for n := range 250 {
		predictionFile(t, folder, n)
	}
	writeText(t, outside, "secret.json", `{"sentiment": "secret"}`)
	s := openConverting(t, folder, t.TempDir())
	src := model.Source{File: "prediction_*.json"}
	found, err := s.locate(src)
	if err != nil {
		t.Fatal(err)
	}
	var kept [3][]byte
	for i := range kept {
		kept[i], _ = os.ReadFile(found.files[i].path)
		os.Remove(found.files[i].path)
	}
	if err := syscall.Mkfifo(found.files[0].path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret.json"), found.files[1].path); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		made, notices, err := s.packed(context.Background(), src, found.files)
		if err != nil || len(made) != 1 || len(notices) != 2 || !strings.HasSuffix(notices[0], " cannot be read now (is not a regular file) and was left out") ||
			!strings.HasSuffix(notices[1], " cannot be read now (path escapes from parent) and was left out") {
			t.Errorf("%d, %q, %v", len(made), notices, err)
		}
	}
	for i := range kept {
		os.Remove(found.files[i].path)
		if err := os.WriteFile(found.files[i].path, kept[i], 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Unix(0, found.files[i].modified)
		if err := os.Chtimes(found.files[i].path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if rows, result := countPacked(t, s); rows != 250 || len(result.Stats.Notices) > 0 {
		t.Errorf("as it was: %v rows, %q", rows, result.Stats.Notices)
	}
}

// A file that is gone for the moment in which files are packed is back as it was: it is counted.
func TestFileThatIsBack(t *testing.T) {
	folder := t.TempDir()
	for n := range 250 {
		predictionFile(t, folder, n)
	}
	s := openConverting(t, folder, t.TempDir())
	src := model.Source{File: "prediction_*.json"}
	found, err := s.locate(src)
	if err != nil {
		t.Fatal(err)
	}
	at := found.files[0].path
	if err := os.Rename(at, at+".away"); err != nil {
		t.Fatal(err)
	}
	if _, notices, err := s.packed(context.Background(), src, found.files); err != nil || len(notices) > 0 {
		t.Fatal(notices, err)
	}
	if err := os.Rename(at+".away", at); err != nil {
		t.Fatal(err)
	}
	if rows, _ := countPacked(t, s); rows != 250 {
		t.Errorf("%v rows, want 250", rows)
	}
}

// A link that leads to another file of the same size and time is another file.
func TestLinkThatLeadsElsewhere(t *testing.T) {
	folder := t.TempDir()
	for n := range 250 {
		predictionFile(t, folder, n)
	}
	at := time.Now()
	for _, value := range []string{"aaa", "bbb"} {
		name := writeText(t, folder, value+".txt", `{"sentiment": "`+value+`", "timestamp": "2026-01-01T00:00:00"}`)
		if err := os.Chtimes(filepath.Join(folder, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	s := openConverting(t, folder, t.TempDir())
	link := filepath.Join(folder, "prediction_link.json")
	for _, value := range []string{"aaa", "bbb"} {
		os.Remove(link)
		if err := os.Symlink(value+".txt", link); err != nil {
			t.Fatal(err)
		}
		_, result := countPacked(t, s)
		if got := result.ByColumn[0].Counts[0][0].Strings[0]; got != value {
			t.Errorf("%s is %s", value, got)
		}
	}
}

// Links of all kinds among files that are packed.
func TestLinksAmongPackedFiles(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	for n := range 250 {
		predictionFile(t, folder, n)
	}
	writeText(t, outside, "secret.json", `{"sentiment": "secret"}`)
	for link, to := range map[string]string{"prediction_again.json": "prediction_2026-01-01T00-00-00.000000.json", "prediction_nowhere.json": "nothing", "prediction_itself.json": "prediction_itself.json",
		"prediction_out.json": filepath.Join(outside, "secret.json"), "prediction_up.json": ".."} {
		if err := os.Symlink(to, filepath.Join(folder, link)); err != nil {
			t.Fatal(err)
		}
	}
	rows, result := countPacked(t, openConverting(t, folder, t.TempDir()))
	if all := strings.Join(result.Stats.Notices, "; "); rows != 250 || all != "prediction_itself.json cannot be read: a link in it leads nowhere or permission is missing and was left out; "+
		"prediction_nowhere.json cannot be read: a link in it leads nowhere or permission is missing and was left out; prediction_out.json leads outside the folders that may be read and was left out" {
		t.Errorf("%v rows, %s", rows, all)
	}
}
