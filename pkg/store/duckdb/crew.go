package duckdb

import (
	"runtime"
	"sync"
)

// crew shares out the columns of a batch among goroutines that live as long as a scan. Each column always goes to the same one, so its tally needs no lock.
type crew struct {
	starts []chan func(column int)
	done   sync.WaitGroup
}

// largestCrew is as many as keep up with DuckDB's own threads.
const largestCrew = 8

// newCrew hires for a number of columns. The caller must dismiss it.
func newCrew(columns int) *crew {
	size := min(runtime.GOMAXPROCS(0), columns, largestCrew)
	c := &crew{}
	for worker := 1; worker < size; worker++ { // the caller works too
		start := make(chan func(int))
		c.starts = append(c.starts, start)
		go func() {
			for work := range start {
				for column := worker; column < columns; column += size {
					work(column)
				}
				c.done.Done()
			}
		}()
	}
	return c
}

// each calls work for every column and waits for all.
func (c *crew) each(columns int, work func(column int)) {
	c.done.Add(len(c.starts))
	for _, start := range c.starts {
		start <- work
	}
	for column := 0; column < columns; column += len(c.starts) + 1 {
		work(column)
	}
	c.done.Wait()
}

func (c *crew) dismiss() {
	for _, start := range c.starts {
		close(start)
	}
}
