package main

import (
	"context"
	"strings"
	"testing"
	"time"
)

// That the bench runs, asks what it says it asks, and reports it. The limits are not checked here: a busy machine would miss them.
func TestSmoke(t *testing.T) {
	t.Chdir("../..") // where the dashboards are found
	report, err := measure(context.Background(), t.TempDir(), options{sizes: []size{{small, 1}, {20_000, 1}, {200_000, 1}}, minute: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Lines) != 2+4+4 {
		t.Fatalf("%d lines", len(report.Lines))
	}
	for _, l := range report.Lines {
		if l.Cold.CPU <= 0 || l.Cold.Wall <= 0 || l.Cold.Peak <= 0 || l.Answer == 0 || l.Ratio <= 0 || l.Again.CPU <= 0 || l.Again.CPU >= l.Cold.CPU {
			t.Errorf("%s: %+v", l.Name, l)
		}
		if (l.Rows == small) != (l.TimeLimit > 0) {
			t.Errorf("%s has not the limits that it should: %+v", l.Name, l)
		}
	}
	if b := report.Busy; b.Panels != 12 || b.Requests != 290 || b.ColdScans == 0 || b.Scans != 0 || b.P95 <= 0 {
		t.Errorf("busy: %+v", b)
	}
	var text strings.Builder
	if err := report.print(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"5,000 rows, 50 windows", "200,000 rows, 100 windows", "20 people, 12 panels, 50 alert rules"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in the report:\n%s", want, text.String())
		}
	}
}

func TestLimits(t *testing.T) {
	line := func(rows, windows int, cpu time.Duration) Line {
		return Line{Rows: rows, Windows: windows, Cold: cost{CPU: cpu}, rounds: []cost{{CPU: cpu}}}
	}
	slow := line(standard, 1, time.Second)
	slow.Ratio, slow.RatioLimit = 4, oneWindowLimit
	report := Report{Lines: []Line{slow, line(standard, 100, 2*time.Second), line(10*standard, 1, 11*time.Second)},
		Peers: []Versus{{Took: 100 * time.Second, Here: time.Second, Limit: 50}}}
	report.Slopes = slopes(report.Lines)
	if len(report.Slopes) != 2 || report.Slopes[0].Growth != 1.1 || report.Slopes[1].Growth != 2 {
		t.Errorf("%+v", report.Slopes)
	}
	if missed, limits := report.missed(); missed != 2 || limits != 4 {
		t.Errorf("%d of %d missed", missed, limits)
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
