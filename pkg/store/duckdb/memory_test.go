package duckdb

import (
	"context"
	"testing"
)

func TestMemoryUse(t *testing.T) {
	s, err := Open(Config{Path: t.TempDir(), MemoryLimit: "512MiB"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := MemoryUse(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if found.Limit < 512<<20 || found.Bytes < 0 || found.Bytes > found.Limit || found.Spilled != 0 {
		t.Errorf("%+v", found)
	}
}
