// Command calibration measures what the verdicts of pkg/drift are worth: how often they are wrong when nothing changed, and what they find when
// something did, on synthetic logs with ordinary day-to-day variation and on three million real flights. docs/verdicts.md quotes its tables.
//
//	go run ./pkg/drift/calibration -only numeric,categorical,family,flights -repetitions 1000
//
// Equal flags give equal tables, whatever the number of processors. Progress goes to standard error.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

// study is one table or a few of them.
type study struct {
	name string
	run  func(s settings) error
}

// settings of a run.
type settings struct {
	repetitions int    // references per cell; each judges several windows
	flights     string // the parquet file of flights
	days        int    // flights: at most so many current days per kind of reference, evenly spread; 0: all
}

var studies = []study{
	{"numeric", numericStudy},
	{"categorical", categoricalStudy},
	{"methods", methodStudy},
	{"shares", shareStudy},
	{"family", familyStudy},
	{"flights", flightStudy},
}

func main() {
	var s settings
	only := flag.String("only", "", "studies to run, separated by commas; default all of "+names())
	flag.IntVar(&s.repetitions, "repetitions", 400, "simulated references per cell of a table")
	flag.StringVar(&s.flights, "flights", "node_modules/vega-datasets/data/flights-3m.parquet", "the flights")
	flag.IntVar(&s.days, "days", 0, "flights: at most so many current days per table, 0 for all")
	flag.Parse()
	for _, study := range studies {
		if *only != "" && !contains(strings.Split(*only, ","), study.name) {
			continue
		}
		start := time.Now()
		fmt.Printf("\n## %s\n", study.name)
		if err := study.run(s); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", study.name, err)
			os.Exit(1)
		}
		fmt.Fprintf(os.Stderr, "%s: %.0f s\n", study.name, time.Since(start).Seconds())
	}
}

func names() string {
	all := make([]string, len(studies))
	for i, s := range studies {
		all[i] = s.name
	}
	return strings.Join(all, ",")
}

func contains(list []string, name string) bool {
	for _, s := range list {
		if s == name {
			return true
		}
	}
	return false
}
