package servertest

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// Cost is a log in a store whose processor time can be told: 20 columns of numbers, n0 to n19, and five of texts, c0 to c4, over 60 days from 2026 on.
type Cost struct {
	Name  string // of the engine
	Store store.Store
	Log   model.Source
	// Floor has the engine compute its own sums of the numbers and greatest of the texts, as written by Aggregates.
	Floor func() error
	// CPU is the processor time that the engine has taken so far in processes of its own.
	CPU func() time.Duration
	// Most are the multiples of the floor that are allowed for one window and for fifty.
	Most [2]float64
}

// numbers is how many columns of numbers there are. A question takes a sample of these alone: texts are counted by name.
const numbers = 20

// Aggregates are what the floor computes.
func Aggregates() []string {
	var list []string
	for i := range numbers {
		list = append(list, fmt.Sprintf("sum(n%d)", i))
	}
	for i := range 5 {
		list = append(list, fmt.Sprintf("max(c%d)", i))
	}
	return list
}

// least is the least processor time of several runs, of server and client together.
func (c *Cost) least(b *testing.B, runs int, work func()) (both, own time.Duration) {
	both = time.Hour
	for range runs {
		serverBefore, ownBefore := c.CPU(), ownCPU(b)
		work()
		serverAfter, ownAfter := c.CPU(), ownCPU(b)
		if spent := serverAfter - serverBefore + ownAfter - ownBefore; spent < both {
			both, own = spent, ownAfter-ownBefore
		}
	}
	return both, own
}

func ownCPU(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// Counts reports processor time, of the server and of Tideline, as a multiple of the floor, in the same run.
func (c *Cost) Counts(b *testing.B) {
	ctx, s := context.Background(), c.Store
	var columns []store.Column
	for i := range numbers {
		columns = append(columns, store.Column{Name: fmt.Sprintf("n%d", i), Kind: model.Numeric})
	}
	for i := range 5 {
		columns = append(columns, store.Column{Name: fmt.Sprintf("c%d", i), Kind: model.Categorical})
	}
	rel := store.Relation{Source: c.Log, Time: "time"}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	half, end := start.AddDate(0, 0, 30), start.AddDate(0, 0, 60)
	reference := []store.Window{{From: start, To: half}}

	base, _ := c.least(b, 9, func() {
		if err := c.Floor(); err != nil {
			b.Fatal(err)
		}
	})
	b.Logf("sum and max: %v", base)
	var profile *store.Profile
	sampling, own := c.least(b, 7, func() {
		var err error
		if profile, err = s.Profile(ctx, rel, columns[:numbers], reference, 20_000); err != nil {
			b.Fatal(err)
		}
	})
	b.Logf("sample of the reference: %v, %.2f × (%v of it here)", sampling, float64(sampling)/float64(base), own)

	request := func(windows []store.Window) store.CountsRequest {
		q := store.CountsRequest{Relation: rel, Windows: windows}
		for i, one := range columns {
			column := store.CountColumn{Column: one}
			if i < numbers && profile.Columns[i].Counts.Len() > 2000 {
				var err error
				sample := profile.Columns[i].Counts
				if column.Grid, err = counts.NewGrid(sample, sample.Kind == counts.Int); err != nil {
					b.Fatal(err)
				}
			}
			q.Columns = append(q.Columns, column)
		}
		return q
	}
	many := []store.Window{{From: start, To: half}}
	for i := range 50 {
		step := end.Sub(half) / 50
		many = append(many, store.Window{From: half.Add(time.Duration(i) * step), To: half.Add(time.Duration(i+1) * step)})
	}
	// What a question costs whatever the rows: parsing its grids, and answering.
	nothing, own := c.least(b, 3, func() {
		if _, err := s.Counts(ctx, request([]store.Window{{From: end, To: end.AddDate(1, 0, 0)}})); err != nil {
			b.Fatal(err)
		}
	})
	b.Logf("counts of no rows: %v, %.2f × (%v of it here)", nothing, float64(nothing)/float64(base), own)
	for _, asked := range []struct {
		name    string
		windows []store.Window
		most    float64
	}{
		{"one window", []store.Window{{From: start, To: half}, {From: half, To: end}}, c.Most[0]},
		{"50 windows", many, c.Most[1]},
	} {
		b.Run(asked.name, func(b *testing.B) {
			q := request(asked.windows)
			var seconds float64
			cpu, own := c.least(b, max(b.N, 7), func() {
				result, err := s.Counts(ctx, q)
				if err != nil {
					b.Fatal(err)
				}
				seconds = result.Stats.Seconds
				for i, column := range result.ByColumn {
					if column.Err != nil {
						b.Fatalf("column %d: %v", i, column.Err)
					}
				}
			})
			b.ReportMetric(float64(cpu)/float64(base), "×sum")
			b.ReportMetric(float64(cpu+sampling)/float64(base), "×sum-with-sample")
			b.ReportMetric(float64(cpu.Milliseconds()), "cpu-ms")
			b.ReportMetric(float64(own.Milliseconds()), "own-cpu-ms")
			b.ReportMetric(seconds*1000, "wall-ms")
			if ratio := float64(cpu+sampling) / float64(base); ratio > asked.most {
				b.Errorf("%.1f × the own sum and max of %s, more than %v ×", ratio, c.Name, asked.most)
			}
		})
	}
}
