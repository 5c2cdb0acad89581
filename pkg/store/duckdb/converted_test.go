package duckdb

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

const otlpLine = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1700000000000000000","eventName":"ml.prediction","attributes":[{"key":"ml.feature.x","value":{"doubleValue":1}}]}]}]}]}` + "\n"

func openConverting(t *testing.T, folder, cache string) *Store {
	t.Helper()
	s, err := Open(Config{Path: folder, Directories: []string{folder}, CacheDirectory: cache, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// One file that cannot be converted costs itself, and all of them the source.
func TestOTLPFilesThatCannotBeConverted(t *testing.T) {
	folder := t.TempDir()
	writeText(t, folder, "a.jsonl", otlpLine)
	writeText(t, folder, "b.jsonl.gz", otlpLine)
	s := openConverting(t, folder, t.TempDir())
	source := model.Source{File: "*", Layout: model.OTLPLogs}
	extent, err := s.Extent(context.Background(), store.Relation{Source: source, Time: "time"})
	if err != nil || extent.Rows != 1 || len(extent.Notices) != 1 || !strings.Contains(extent.Notices[0], "b.jsonl.gz cannot be converted: the layout otlp-logs is of JSON files that are not packed") {
		t.Errorf("packed: %+v, %v", extent, err)
	}
	found, err := s.locate(source)
	if err != nil {
		t.Fatal(err)
	}
	gone := found.files[0]
	gone.path, gone.shown = filepath.Join(folder, "gone.jsonl"), "gone.jsonl"
	made, notices, err := s.converted(context.Background(), source, []file{gone, found.files[0]})
	if err != nil || len(made) != 1 || len(notices) != 1 || notices[0] != "gone.jsonl cannot be converted: it cannot be read and was left out" {
		t.Errorf("rotated away: %v, %q, %v", made, notices, err)
	}
	if _, _, err := s.converted(context.Background(), source, []file{gone}); err == nil || !strings.Contains(err.Error(), "gone.jsonl cannot be converted") {
		t.Errorf("none is left: %v", err)
	}
	ctx, end := context.WithCancel(context.Background())
	end()
	if _, _, err := s.converted(ctx, source, []file{gone, found.files[0]}); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits any more: %v", err)
	}
}

// Whoever has chosen the wrong layout is told the one that fits.
func TestOTLPInTheWrongLayout(t *testing.T) {
	const span = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"1700000000000000000","name":"predict"}]}]}]}` + "\n"
	for text, c := range map[string]struct{ layout, says string }{
		otlpLine:              {model.OTLPTraces, `"a.jsonl" holds logs, and the layout otlp-traces is of spans: choose the layout otlp-logs`},
		span:                  {model.OTLPLogs, `"a.jsonl" holds spans, and the layout otlp-logs is of logs: choose the layout otlp-traces`},
		"\n1\n" + span:        {model.OTLPLogs, "choose the layout otlp-traces"},
		`{"x": 1}` + "\n":     {model.OTLPLogs, `"a.jsonl" is no OTLP, as the layout otlp-logs says: remove the layout`},
		"no JSON\n":           {model.OTLPLogs, "is no OTLP"},
		span + "no JSON at\n": {model.OTLPTraces, `no record in "a.jsonl" belongs to the log: look at event, model and service`},
	} {
		folder := t.TempDir()
		name := writeText(t, folder, "a.jsonl", text)
		_, err := openConverting(t, folder, t.TempDir()).Describe(context.Background(), model.Source{File: name, Layout: c.layout, Event: "another"})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %s", text, err, c.says)
		}
	}
}

// Whatever attributes are called, the file is read.
func TestOTLPNamesOfAllKinds(t *testing.T) {
	folder := t.TempDir()
	for i, key := range []string{"", `a\u0000b`, "ml.feature.X", "Service", "Time", `it's \"so\"`, `two\nlines`} {
		name := writeText(t, folder, string(rune('a'+i))+".jsonl", otlpLine+strings.Replace(otlpLine, `[{"key":"ml.feature.x"`, `[{"key":"`+key+`","value":{"intValue":"3"}},{"key":"ml.feature.x"`, 1))
		extent, err := openConverting(t, folder, t.TempDir()).Extent(context.Background(), store.Relation{Source: model.Source{File: name, Layout: model.OTLPLogs}, Time: "time"})
		if err != nil || extent.Rows != 2 || len(extent.Notices) > 0 {
			t.Errorf("%q: %+v, %v", key, extent, err)
		}
	}
}

// Floats that JSON has no numbers for are what they were.
func TestOTLPFloatsThatAreNotFinite(t *testing.T) {
	folder := t.TempDir()
	text := otlpLine
	for _, value := range []string{`"NaN"`, `"Infinity"`, `"-Infinity"`, `"-Infinity"`, `1e-400`} {
		text += strings.Replace(otlpLine, `"doubleValue":1`, `"doubleValue":`+value, 1)
	}
	name := writeText(t, folder, "a.jsonl", text)
	result, err := openConverting(t, folder, t.TempDir()).Counts(context.Background(), store.CountsRequest{
		Relation: store.Relation{Source: model.Source{File: name, Layout: model.OTLPLogs}, Time: "time"},
		Columns:  []store.CountColumn{{Column: store.Column{Name: "x", Kind: model.Numeric}}},
		Windows:  []store.Window{{}},
	})
	if err != nil || result.ByColumn[0].Err != nil {
		t.Fatal(err, result)
	}
	if c := result.ByColumn[0].Counts[0][0]; c.Rows != 6 || c.NaN != 1 || c.PosInf != 1 || c.NegInf != 2 {
		t.Errorf("%+v", c)
	}
}

// What is kept and no longer whole is made anew, and is never taken for a file of no records; such a one is kept as well.
func TestOTLPThatIsKeptAndDamaged(t *testing.T) {
	folder, cache := t.TempDir(), t.TempDir()
	writeText(t, folder, "a.jsonl", otlpLine)
	writeText(t, folder, "b.jsonl", otlpLine+otlpLine+"no OTLP\n")
	writeText(t, folder, "none.jsonl", strings.Replace(otlpLine, "ml.prediction", "ml.label", 1)+"no OTLP\n")
	s := openConverting(t, folder, cache)
	kept := func() map[string]os.FileInfo {
		t.Helper()
		extent, err := s.Extent(context.Background(), store.Relation{Source: model.Source{File: "*.jsonl", Layout: model.OTLPLogs}, Time: "time"})
		if err != nil || extent.Rows != 3 || len(extent.Notices) != 2 {
			t.Fatalf("%+v, %v", extent, err)
		}
		entries, err := os.ReadDir(s.engine.cache)
		if err != nil || len(entries) != 3 {
			t.Fatalf("%v, %v", entries, err)
		}
		files := map[string]os.FileInfo{}
		for _, entry := range entries {
			info, err := entry.Info()
			if err != nil {
				t.Fatal(err)
			}
			files[filepath.Join(s.engine.cache, entry.Name())] = info
		}
		return files
	}
	first := kept()
	for name, made := range kept() {
		if !os.SameFile(made, first[name]) {
			t.Errorf("%s was made twice", name)
		}
	}
	for name, info := range first {
		if filepath.Ext(name) == ".none" {
			continue
		}
		for _, damage := range []func() error{
			func() error { return os.Truncate(name, 0) },
			func() error { return os.Truncate(name, info.Size()/2) },
			func() error { return os.WriteFile(name, make([]byte, info.Size()), 0o600) },
		} {
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			if again := kept()[name]; again == nil || again.Size() != info.Size() {
				t.Errorf("%s is %v", name, again)
			}
		}
	}
}
