package duckdb

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

func compressed(t *testing.T, folder, name, text string) {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(text))
	w.Close()
	writeText(t, folder, name, out.String())
}

func extentOf(t *testing.T, s *Store, pattern string) (store.Extent, error) {
	t.Helper()
	return s.Extent(context.Background(), store.Relation{Source: model.Source{File: pattern}})
}

// A table that cannot be packed is never read as one row of two lists: it is left out, and what to do is said.
func TestTablesThatAreNotPacked(t *testing.T) {
	const table, isTable = `{"columns":["t","x"],"data":[["a",1],["b",2]]}`, " is a table that pandas wrote, of the orientation split, and cannot be read as it is "
	for name, c := range map[string]struct {
		files map[string]string
		cache bool
		rows  float64
		says  string // in the only notice, or in the error where there are no rows
	}{
		"no folder":                 {map[string]string{"a.json": table}, false, 0, `none of the files that match "*" can be read: a.json` + isTable + "(the server has no folder for converted files, and its operator can name one by cache_directory)"},
		"no folder, beside objects": {map[string]string{"a.json": table, "b.json": `{"t":"c","x":3}`}, false, 1, "a.json" + isTable + "(the server has no folder for"},
		"a folder":                  {map[string]string{"a.json": table, "b.json": `{"t":"c","x":3}`}, true, 3, ""},
		"beside lines":              {map[string]string{"a.json": table, "b.jsonl": `{"t":"c","x":3}` + "\n"}, true, 1, "a.json" + isTable + "(b.jsonl, which is not .json, is read with it: name the tables alone, as in *.json)"},
		"compressed":                {map[string]string{"a.json.gz": table, "b.json": `{"t":"c","x":3}`}, true, 1, "a.json.gz" + isTable + "(it is compressed: unpack it)"},
		"a prediction":              {map[string]string{"a.json": `{"columns":["t","x"],"data":3}`}, false, 1, ""},
	} {
		folder, cache := t.TempDir(), ""
		if c.cache {
			cache = t.TempDir()
		}
		for file, text := range c.files {
			if strings.HasSuffix(file, ".gz") {
				compressed(t, folder, file, text)
			} else {
				writeText(t, folder, file, text)
			}
		}
		extent, err := extentOf(t, openConverting(t, folder, cache), "*")
		said := strings.Join(extent.Notices, "; ")
		if c.rows == 0 && err != nil {
			said, err = err.Error(), nil
		}
		if err != nil || extent.Rows != c.rows || !strings.Contains(said, c.says) || (said == "") != (c.says == "") {
			t.Errorf("%s: %v rows, %q, %v", name, extent.Rows, said, err)
		}
	}
}

// What keeps many files from being packed is said where settings are checked, and nothing is said of those that are, and of few.
func TestWhyManyFilesAreNotPacked(t *testing.T) {
	const opens = "each question opens all of the 250 files of JSON anew, which is slow; they would be packed, but "
	for name, c := range map[string]struct {
		more  string // a file beside them
		cache bool
		says  string
	}{
		"packed":     {"", true, ""},
		"lines":      {"more.jsonl", true, opens + "more.jsonl is among them, which is not .json: name the others alone, as in *.json"},
		"compressed": {"more.json.gz", true, opens + "more.json.gz is among them, which is not .json: name the others alone, as in *.json"},
		"no folder":  {"", false, opens + noCacheFolder},
		"large":      {"more.json", true, strings.Replace(opens, "250", "251", 1) + "more.json is among them, which is larger than 1 MB: put it into another folder"},
	} {
		folder, cache := t.TempDir(), ""
		for n := range 250 {
			predictionFile(t, folder, n)
		}
		text, rows := `{"sentiment": "neutral"}`, 250.
		switch {
		case strings.HasSuffix(c.more, ".gz"):
			compressed(t, folder, c.more, text)
		case c.more != "":
			writeText(t, folder, c.more, text+strings.Repeat(" ", largestFile))
		}
		if c.more != "" {
			rows++
		}
		if c.cache {
			cache = t.TempDir()
		}
		extent, err := extentOf(t, openConverting(t, folder, cache), "*")
		if said := strings.Join(extent.Remarks, "; "); err != nil || extent.Rows != rows || said != c.says || len(extent.Notices) > 0 {
			t.Errorf("%s: %v rows, %q, %q, %v", name, extent.Rows, said, extent.Notices, err)
		}
	}
	folder := t.TempDir()
	writeText(t, folder, "a.json", `{"x": 1}`)
	if extent, err := extentOf(t, openConverting(t, folder, ""), "*"); err != nil || len(extent.Remarks) > 0 {
		t.Errorf("one file: %q, %v", extent.Remarks, err)
	}
}

// Whether a file is a table is looked for once, however many there are.
func TestFilesArePeekedOnce(t *testing.T) {
	folder := t.TempDir()
	writeText(t, folder, "a.json", `{"columns":["x"],"data":[[1]]}`)
	s := openConverting(t, folder, t.TempDir())
	found, err := s.locate(model.Source{File: "a.json"})
	if err != nil {
		t.Fatal(err)
	}
	files := make([]file, mostCached+100)
	for i := range files {
		files[i] = found.files[0]
		files[i].modified += int64(i) // to the cache, another one
		if !s.isSplit(files[i]) {
			t.Fatal("it is a table")
		}
	}
	if err := os.Remove(filepath.Join(folder, "a.json")); err != nil {
		t.Fatal(err)
	}
	for i := range files {
		if !s.isSplit(files[i]) {
			t.Fatalf("file %d was opened again", i)
		}
	}
	if found.files[0].modified--; s.isSplit(found.files[0]) {
		t.Error("a file that is not there is a table")
	}
}

// Where nothing is left to count, the error says what was looked for, and in which files.
func TestTablesWithoutRows(t *testing.T) {
	const table = `{"columns":["t","x"],"data":[]}`
	for _, c := range []struct {
		files []string
		says  string
	}{
		{[]string{table}, `no file that matches "*.json" holds a row: rows were looked for under "data" of 0.json, where the list is empty`},
		{[]string{table, table, `{"x"`}, `no file that matches "*.json" holds a row: rows were looked for under "data" of 0.json and 1 more, where the list is empty (2.json is no whole JSON and was left out)`},
		{[]string{`{"columns":["t","T"],"data":[[1,2]]}`}, `none of the files that match "*.json" can be read: 0.json has the column "T" more than once, perhaps in another case`},
	} {
		folder := t.TempDir()
		for i, text := range c.files {
			writeText(t, folder, fmt.Sprintf("%d.json", i), text)
		}
		if _, err := extentOf(t, openConverting(t, folder, t.TempDir()), "*.json"); err == nil || err.Error() != c.says {
			t.Errorf("%q: %v", c.files, err)
		}
	}
}

// A small file can hold a table whose lines would fill the disk.
func TestLinesOfOneFileAreBounded(t *testing.T) {
	text := []byte(`{"columns":["` + strings.Repeat("a", 1000) + `"],"data":[` + strings.Repeat("[1],", 2000) + `[1]]}`)
	var out strings.Builder
	w := &lineWriter{to: &out, most: 1 << 20}
	if err := objectsAsLines(text, w); err == nil || err.Error() != "takes more than 1 MB where each row has the names of its columns (give them shorter ones)" || w.failed != nil || out.Len() > 1<<20 || out.Len() < 1<<19 {
		t.Errorf("%d bytes, %v, %v", out.Len(), err, w.failed)
	}
}
