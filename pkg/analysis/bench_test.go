package analysis

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// wide is a log of 25 features over 28 days of reference and 50 more.
func wide() (*memory, model.Model) {
	random := rand.New(rand.NewPCG(5, 6))
	m := model.Model{Name: "wide", Source: model.Source{File: "log"}, Time: "time", Window: "1d",
		Reference: model.References{{From: "2026-01-01", To: "2026-01-29"}}}
	log := &sheet{columns: []store.Column{{Name: "time", Kind: model.Timestamp}}}
	for f := range 25 {
		kind := model.Numeric
		if f >= 20 {
			kind = model.Categorical
		}
		name := fmt.Sprintf("f%d", f)
		log.columns = append(log.columns, store.Column{Name: name, Column: name, Kind: kind})
		m.Features = append(m.Features, model.Feature{Name: name})
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 78 * 100 {
		row := map[string]any{"time": start.Add(time.Duration(i) * 24 * time.Hour / 100)}
		for f := range 25 {
			if f >= 20 {
				row[m.Features[f].Name] = fmt.Sprint(random.IntN(30))
			} else {
				row[m.Features[f].Name] = random.NormFloat64()
			}
		}
		log.rows = append(log.rows, row)
	}
	return &memory{sources: map[string]*sheet{"log": log}}, m
}

// Again from the cache: 25 features × 50 windows. The goal is below 50 ms of CPU.
func BenchmarkDriftFromCache(b *testing.B) {
	st, m := wide()
	end := time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)
	a := newAnalysis(st, m)
	a.options.Now = func() time.Time { return end }
	q, err := query.Parse([]byte(`{"format": "table"}`))
	if err != nil {
		b.Fatal(err)
	}
	request := Request{Query: q, Range: window.Interval{From: end.AddDate(0, 0, -50), To: end}}
	start := time.Now()
	if _, err := a.Drift(context.Background(), request); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(time.Since(start).Milliseconds()), "cold-ms")
	for b.Loop() {
		d, err := a.Drift(context.Background(), request)
		if err != nil || len(d.Windows) != 50 || len(d.Features) != 25 {
			b.Fatal(err, len(d.Windows), len(d.Features))
		}
	}
}
