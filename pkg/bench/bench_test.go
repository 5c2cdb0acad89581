package main

import (
	"context"
	"strings"
	"testing"
)

// That the bench runs, asks what it says it asks, and reports it. The limits are not checked here: a busy machine would miss them.
func TestSmoke(t *testing.T) {
	report, err := measure(context.Background(), t.TempDir(), options{rows: 10_000, smallRows: 5_000, runs: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Lines) != 2*len(questions) {
		t.Fatalf("%d lines, not two a question", len(report.Lines))
	}
	for _, l := range report.Lines {
		if l.CPU <= 0 || l.Wall <= 0 || l.Peak <= 0 || l.Bytes == 0 {
			t.Errorf("%s has no cost: %+v", l.Name, l)
		}
		if (l.RatioLimit > 0) != (l.Ratio > 0) || (l.RatioLimit > 0) == (l.TimeLimit > 0) {
			t.Errorf("%s has not one limit: %+v", l.Name, l)
		}
	}
	var text strings.Builder
	if err := report.print(&text); err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		if !strings.Contains(text.String(), q.name+", cold") || !strings.Contains(text.String(), q.name+", again") {
			t.Errorf("%q is not in the report:\n%s", q.name, text.String())
		}
	}
}

func TestMedian(t *testing.T) {
	if got := median([]float64{3, 1, 2}); got != 2 {
		t.Errorf("median of three is %g", got)
	}
	if got := median([]float64{4, 1, 3, 2}); got != 2.5 {
		t.Errorf("median of four is %g", got)
	}
}
