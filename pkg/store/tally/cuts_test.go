package tally

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/tideline-ml/tideline/pkg/store"
)

// cut runs a cutter over times shared out among threads.
func cut(t *testing.T, c *Cutter, times []int64, threads int) error {
	t.Helper()
	for looks := 0; !c.Done(); looks++ {
		if looks > 8 {
			t.Fatal("it never ends")
		}
		var all []*Look
		for k := range threads {
			l := c.Look()
			l.Add(Vector{Ints: times[k*len(times)/threads : (k+1)*len(times)/threads]}, (k+1)*len(times)/threads-k*len(times)/threads)
			all = append(all, l)
		}
		if err := c.Next(all); err != nil {
			return err
		}
	}
	return nil
}

// plainly cuts sorted times as the definition says.
func plainly(times []int64, from, to, rows int64, fromEnd bool) []Part {
	var in []int64
	for _, t := range times {
		if t >= from && t < to {
			in = append(in, t)
		}
	}
	slices.Sort(in)
	edges := []int64{from}
	for k := rows; k <= int64(len(in)); k += rows {
		if fromEnd {
			edges = append(edges, in[int64(len(in))-k])
		} else {
			edges = append(edges, in[k-1]+1)
		}
	}
	edges = append(edges, to)
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var parts []Part
	for i := 1; i < len(edges); i++ {
		p := Part{From: edges[i-1], To: edges[i]}
		for _, t := range in {
			if t >= p.From && t < p.To {
				p.Rows++
			}
		}
		if p.Rows > 0 {
			parts = append(parts, p)
		}
	}
	return parts
}

// Parts are those of the definition, whatever the times look like: spread, in bursts, all at once, with many of the same microsecond.
func TestCuts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	shapes := map[string]func() int64{
		"spread":   func() int64 { return random.Int64N(200_000_000_000) },
		"bursts":   func() int64 { return random.Int64N(3)*70_000_000_000 + random.Int64N(500) },
		"ties":     func() int64 { return random.Int64N(40) * 5_000_000_000 },
		"one":      func() int64 { return 42 },
		"outside":  func() int64 { return random.Int64N(400_000_000_000) - 200_000_000_000 },
		"adjacent": func() int64 { return 100_000_000_000 + random.Int64N(20) },
	}
	from, to := []int64{0, 100_000_000_000, 150_000_000_000}, []int64{100_000_000_000, 120_000_000_000, 200_000_000_000}
	for name, next := range shapes {
		times := make([]int64, 3000)
		for i := range times {
			times[i] = next()
		}
		for _, rows := range []int64{1, 7, 100, 1499, 1500, 3000, 5000} {
			for _, fromEnd := range []bool{false, true} {
				c := NewCutter(from, to, rows, fromEnd, 10_000)
				if err := cut(t, c, times, 3); err != nil {
					t.Fatal(err)
				}
				for i := range from {
					if got, want := c.Parts(i), plainly(times, from[i], to[i], rows, fromEnd); !reflect.DeepEqual(got, want) {
						t.Fatalf("%s, %d rows, from the end %v, stretch %d:\ngot  %v\nwant %v", name, rows, fromEnd, i, got, want)
					}
				}
			}
		}
	}
}

// More rows than are collected at once are looked at more closely first.
func TestCutsOfManyRows(t *testing.T) {
	times := make([]int64, mostTimes+mostTimes/2)
	for i := range times {
		times[i] = int64(i) // one a microsecond, all in one bin of the first look
	}
	c := NewCutter([]int64{-1 << 60}, []int64{1 << 60}, 1<<20, false, 100)
	if err := cut(t, c, times, 2); err != nil {
		t.Fatal(err)
	}
	parts := c.Parts(0)
	if len(parts) != 6 || parts[1] != (Part{1 << 20, 2 << 20, 1 << 20}) || parts[5] != (Part{5 << 20, 6 << 20, 1 << 20}) {
		t.Errorf("%v", parts)
	}
}

func TestTooManyParts(t *testing.T) {
	c := NewCutter([]int64{0}, []int64{1000}, 2, false, 10)
	times := make([]int64, 100)
	var many *store.TooManyPartsError
	if err := cut(t, c, times, 1); !errors.As(err, &many) || many.Parts != 50 {
		t.Error(err)
	}
	none := NewCutter(nil, nil, 2, false, 10)
	if !none.Done() {
		t.Error("nothing to look at")
	}
}
