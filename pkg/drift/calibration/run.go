package main

import (
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"
)

// task is a piece of a study. Its repetitions run on all processors; tasks run one after the other.
type task struct {
	name string
	cost float64 // roughly, in seconds of one processor
	run  func() error
}

// clock tells how long all tasks will take, from how those that are done compare with their costs.
type clock struct {
	out         io.Writer
	began       time.Time
	done, total float64
}

func newClock(out io.Writer, tasks []task) *clock {
	c := &clock{out: out, began: time.Now()}
	for _, t := range tasks {
		c.total += t.cost
	}
	return c
}

// run the tasks, saying after each how much is left.
func (c *clock) run(tasks []task) error {
	for _, t := range tasks {
		began := time.Now()
		if err := t.run(); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		c.done += t.cost
		elapsed := time.Since(c.began)
		left := time.Duration(float64(elapsed) * (c.total - c.done) / c.done)
		fmt.Fprintf(c.out, "%3.0f %%, about %v left: %s (%.1f s)\n", 100*c.done/c.total, left.Round(time.Second), t.name, time.Since(began).Seconds())
	}
	return nil
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
