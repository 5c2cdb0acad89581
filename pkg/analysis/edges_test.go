package analysis

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew; look at the difference before you commit it")

// The panels bin raw values of other sources themselves (src/statistics/histogram.ts), with the same edges: both sides are tested with this file.
const edgesFile = "testdata/edges.json"

type edgesCase struct {
	Name    string      `json:"name"`
	Samples [][]float64 `json:"samples"`
	Edges   []float64   `json:"edges"`
}

func TestEdgesOfPanels(t *testing.T) {
	raw, err := os.ReadFile(edgesFile)
	if err != nil {
		t.Fatal(err)
	}
	var cases []edgesCase
	if err := json.Unmarshal(raw, &cases); err != nil || len(cases) < 8 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for i, c := range cases {
		lines := make([]line, len(c.Samples))
		for k, values := range c.Samples {
			lines[k] = lineOf(floats(t, values...))
		}
		edges := edgesFor(lines...)
		if !*update && !slices.Equal(edges, c.Edges) {
			t.Errorf("%s: %v instead of %v", c.Name, edges, c.Edges)
		}
		cases[i].Edges = edges
	}
	if *update {
		var text []byte
		for i, c := range cases {
			line, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, "[,"[min(i, 1)], '\n', ' ')
			text = append(text, line...)
		}
		if err := os.WriteFile(edgesFile, append(text, "\n]\n"...), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
