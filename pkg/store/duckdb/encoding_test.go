package duckdb

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

func TestOnlyUTF8IsRead(t *testing.T) {
	long := strings.Repeat("é", 1<<16) // characters on both sides of every part
	for name, c := range map[string]struct {
		text string
		fine bool
	}{
		"ASCII": {"time,x\n", true}, "UTF-8": {"x" + long, true}, "even UTF-8": {long, true}, "marked UTF-8": {"\xef\xbb\xbftime\n", true},
		"Latin-1": {"x" + long + "\xe9\n", false}, "cut": {long + "\xc3", false},
		"UTF-16": {"\xff\xfet\x00", false}, "UTF-16 without a mark": {"t\x00i\x00", false},
	} {
		plain := filepath.Join(t.TempDir(), "a.csv")
		var packed bytes.Buffer
		writer := gzip.NewWriter(&packed)
		_, _ = writer.Write([]byte(c.text))
		writer.Close()
		for file, bytes := range map[string][]byte{plain: []byte(c.text), plain + ".gz": packed.Bytes()} {
			if err := os.WriteFile(file, bytes, 0o644); err != nil {
				t.Fatal(err)
			}
			if fine, err := inUTF8(context.Background(), describedFile(file)); err != nil || fine != c.fine {
				t.Errorf("%s, %s: %t %v", name, filepath.Ext(file), fine, err)
			}
		}
	}
}

func describedFile(path string) file { return file{path: path, shown: filepath.Base(path)} }

// A single byte of Latin-1 made DuckDB give up its whole database; other files, and the same store afterwards, are read as ever.
func TestAFileOfAnotherEncodingIsLeftOutAndHarmsNoOther(t *testing.T) {
	dir := t.TempDir()
	rows := "time,x\n" + strings.Repeat("2026-01-01 00:00:00,abc\n", 50)
	for name, text := range map[string]string{"good.csv": rows, "latin.csv": rows + "2026-01-01 00:00:00,ab\xe9\n2026-01-02 00:00:00,z\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, dir)
	if _, err := s.Describe(context.Background(), model.Source{File: "latin.csv"}); err == nil || !strings.Contains(err.Error(), "latin.csv is not UTF-8 (save it as UTF-8)") {
		t.Errorf("%v", err)
	}
	extent, err := s.Extent(context.Background(), store.Relation{Source: model.Source{File: "*.csv"}, Time: "time"})
	if err != nil || extent.Rows != 50 || len(extent.Notices) != 1 {
		t.Errorf("%+v %v", extent, err)
	}
}
