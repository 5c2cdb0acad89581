package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"

	"gonum.org/v1/gonum/mathext"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
)

// log makes windows of one feature.
type log interface {
	begin(rng *rand.Rand) *state
	window(rng *rand.Rand, s *state, m int, c change) *counts.Counts
}

// windowsPerReference: current windows that follow each simulated reference. They share it, so the error of a rate is taken over references.
const windowsPerReference = 4

// rate is a share of windows with the standard error that references of their own have.
type rate struct{ mean, se float64 }

// cell is one simulated situation.
type cell struct {
	kind    string
	log     log
	windows int // of the reference
	rows    int // a window
	current int // rows of the current window; 0: the same
	change  change
	options drift.Options
}

// outcome of one window: what each gate says.
type outcome struct {
	p       float64
	opened  bool // gate 2: effect ≥ threshold
	drift   bool // both, as a family of one
	verdict *drift.Verdict
}

// simulate judges repetitions × windowsPerReference windows. Equal cells give equal outcomes: every repetition has its own seed.
func simulate(c cell, repetitions int) [][]outcome {
	seed := fnv.New64a()
	fmt.Fprintf(seed, "%s %+v %d %d %+v", c.kind, c.log, c.windows, c.rows, c.change)
	all := make([][]outcome, repetitions)
	parallel(repetitions, func(i int) {
		rng := rand.New(rand.NewPCG(seed.Sum64(), uint64(i)))
		s := c.log.begin(rng)
		reference := make([]*counts.Counts, c.windows)
		for w := range reference {
			reference[w] = c.log.window(rng, s, c.rows, change{})
		}
		b, err := drift.NewBaseline(c.kind, reference, nil)
		if err != nil {
			panic(err)
		}
		rows := c.rows
		if c.current > 0 {
			rows = c.current
		}
		for w := 0; w < windowsPerReference; w++ {
			v := b.Judge(c.log.window(rng, s, rows, c.change), c.options)
			drift.Correct([]*drift.Verdict{v}, c.options)
			all[i] = append(all[i], outcome{p: v.P, opened: v.Effect >= v.Threshold, drift: v.Outcome == drift.Drifted})
		}
	})
	return all
}

// share of outcomes that satisfy a condition.
func share(all [][]outcome, yes func(outcome) bool) rate {
	var r rate
	sq := 0.0
	for _, reference := range all {
		mine := 0.0
		for _, o := range reference {
			if yes(o) {
				mine += 1 / float64(len(reference))
			}
		}
		r.mean += mine
		sq += mine * mine
	}
	n := float64(len(all))
	r.mean /= n
	r.se = math.Sqrt(math.Max(0, sq/n-r.mean*r.mean) / (n - 1))
	return r
}

func atMost(alpha float64) func(outcome) bool { return func(o outcome) bool { return o.p <= alpha } }

// percent of a rate.
func (r rate) percent() string { return fmt.Sprintf("%.1f", 100*r.mean) }

// upper95 is the one-sided 95 % limit of a share of k among n independent trials (Clopper and Pearson).
func upper95(k, n float64) float64 {
	if k >= n {
		return 1
	}
	return mathext.InvRegIncBeta(k+1, n-k, 0.95)
}

// parallel runs n jobs on all processors.
func parallel(n int, job func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for w := 0; w < runtime.GOMAXPROCS(0); w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				job(i)
			}
		}()
	}
	for i := 0; i < n; i++ {
		next <- i
	}
	close(next)
	wg.Wait()
}

// deviation is the population standard deviation of exact numeric counts.
func deviation(c *counts.Counts) float64 {
	n, mean, sq := c.Total(), 0.0, 0.0
	for i, x := range c.Floats {
		mean += x * c.W[i] / n
	}
	for i, x := range c.Floats {
		sq += (x - mean) * (x - mean) * c.W[i] / n
	}
	return math.Sqrt(sq)
}

// table prints rows as Markdown.
func table(head []string, rows [][]string) {
	fmt.Printf("\n| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, r := range rows {
		fmt.Printf("| %s |\n", strings.Join(r, " | "))
	}
}

// progress reports on standard error.
func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
