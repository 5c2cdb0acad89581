//go:build linux

package duckdb

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// A question that needs more memory than there is, and more of the temporary folder than the disk has, fails in words; the store answers the next one, and
// nothing is left on the disk when it is closed.
func TestFullDisk(t *testing.T) {
	disk := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("no small disk can be made here: %v", err)
	}
	defer func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "log.parquet"), "SELECT TIMESTAMP '2026-01-01' + to_seconds(i) AS time, 'request ' || i AS id, i % 7 AS x FROM range(100000) t(i)")
	writeFile(t, filepath.Join(dir, "labels.parquet"),
		"SELECT 'request ' || i % 100000 AS id, TIMESTAMP '2026-01-02' + to_seconds(i) AS labelled, hash(i)::VARCHAR || repeat('x', 100) AS label FROM range(2000000) t(i)")
	s, err := Open(Config{Path: dir, Threads: 2, MemoryLimit: "100MB", TempDirectory: disk, TempLimit: "10GB"})
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	defer func() {
		if !closed {
			s.Close()
		}
	}()
	log := store.Relation{Source: model.Source{File: "log.parquet"}, Time: "time", ID: "id"}
	late := log
	late.Join = &store.Join{Source: model.Source{File: "labels.parquet"}, ID: "id", Time: "labelled", Columns: map[string]string{"target": "label"}}
	ask := func(rel store.Relation, column string) error {
		ctx, done := context.WithTimeout(context.Background(), time.Minute)
		defer done()
		result, err := s.Counts(ctx, store.CountsRequest{Relation: rel, Windows: []store.Window{{}},
			Columns: []store.CountColumn{{Column: store.Column{Name: column, Column: column, Kind: model.Categorical}, MaxDistinct: 1000}}})
		if err == nil && result.Rows[0][0] != 100_000 {
			t.Errorf("%v rows", result.Rows)
		}
		return err
	}
	if err := ask(log, "x"); err != nil {
		t.Fatal(err)
	}
	err = ask(late, "target")
	if err == nil {
		t.Fatal("it fits after all: nothing is tested")
	}
	if text := err.Error(); !strings.HasPrefix(text, "the query needs more memory") || strings.Contains(text, "pending") {
		t.Errorf("the error does not say what is full: %v", err)
	}
	if err := ask(log, "x"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if n := len(s.engine.idle); n > 2*runningScans || len(s.engine.scans) != 0 {
		t.Errorf("%d connections, %d scans are left", n, len(s.engine.scans))
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	closed = true
	var left []string
	_ = filepath.WalkDir(disk, func(path string, d os.DirEntry, err error) error {
		if info, problem := d.Info(); err == nil && problem == nil && !d.IsDir() && info.Size() > 0 {
			left = append(left, path)
		}
		return nil
	})
	if len(left) > 0 {
		t.Errorf("left on the disk: %v", left)
	}
}
