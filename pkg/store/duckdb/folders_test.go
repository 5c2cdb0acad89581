package duckdb

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Folders whose names are patterns to DuckDB, and a folder of converted files behind a link, are folders like others.
func TestFoldersOfAnyName(t *testing.T) {
	for _, name := range []string{"a[1]", "b*", "c?", "d[!x]", "it's", "e{1,2}"} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), name)
			real, cache := filepath.Join(t.TempDir(), name), filepath.Join(t.TempDir(), "link to "+name)
			for _, made := range []string{folder, real} {
				if err := os.Mkdir(made, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Symlink(real, cache); err != nil {
				t.Fatal(err)
			}
			writeText(t, folder, "lines.jsonl", `{"x": 1}`+"\n")
			writeText(t, folder, "table.csv", "x\n1\n")
			writeText(t, folder, "otlp.jsonl", otlpLine)
			for n := range manyFiles {
				predictionFile(t, folder, n)
			}
			s := openConverting(t, folder, cache)
			for file, rows := range map[string]float64{"lines.jsonl": 1, "table.csv": 1, "prediction_*.json": manyFiles} {
				extent, err := s.Extent(context.Background(), store.Relation{Source: model.Source{File: file}})
				if err != nil || extent.Rows != rows {
					t.Errorf("%s: %+v, %v", file, extent, err)
				}
			}
			extent, err := s.Extent(context.Background(), store.Relation{Source: model.Source{File: "otlp.jsonl", Layout: model.OTLPLogs}, Time: "time"})
			if err != nil || extent.Rows != 1 {
				t.Errorf("OTLP: %+v, %v", extent, err)
			}
		})
	}
}
