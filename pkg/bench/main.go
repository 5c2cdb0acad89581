// Command bench measures what a drift query costs: the whole way from Grafana's request to the frames, in a process that is already running, as a
// multiple of what DuckDB itself takes to add up the same columns in the same run. Docs: docs/performance.md; run it by `npm run bench`.
//
//	go run ./pkg/bench                  a table; -json for machines
//	go run ./pkg/bench -check           the same, and exit code 1 where a limit is missed
//	go run ./pkg/bench -profile cpu.out processor profile of the measured queries
//
// It is no part of the plugin.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/pprof"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	grafanalog "github.com/grafana/grafana-plugin-sdk-go/backend/log"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	options := full
	flag.StringVar(&options.only, "only", "", "only questions whose name holds this")
	flag.StringVar(&options.python, "peers", "", "measure Evidently and NannyML beside, in this Python")
	flag.DurationVar(&options.minute, "busy", options.minute, "how long the busy dashboard is asked; 0: not at all")
	huge := flag.Bool("huge", false, "also a log of a hundred million rows, ten times the file of ten million; takes minutes")
	runs := flag.Int("runs", 0, "runs of each measurement; 0: fewer of larger logs")
	check := flag.Bool("check", false, "exit with 1 where a limit is missed")
	asJSON := flag.Bool("json", false, "print JSON instead of a table")
	profile := flag.String("profile", "", "write a processor profile of the measured queries to this file")
	flag.Parse()
	options.sizes = slices.Clone(options.sizes)
	if *huge {
		options.sizes = append(options.sizes, size{hugeRows, 1})
	}
	for i := range options.sizes {
		if *runs > 0 {
			options.sizes[i].runs = *runs
		}
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer f.Close()
		options.began = func() error { return pprof.StartCPUProfile(f) }
		defer pprof.StopCPUProfile()
	}
	backend.Logger = grafanalog.NewWithLevel(grafanalog.Warn) // a line for each of thousands of queries would bury the table
	folder, err := os.MkdirTemp("", "tideline-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	report, err := measure(ctx, folder, options)
	if err != nil {
		return err
	}
	if *asJSON {
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(report)
	} else {
		err = report.print(os.Stdout)
	}
	if missed, limits := report.missed(); err == nil && *check && missed > 0 {
		err = fmt.Errorf("%d of %d limits missed", missed, limits)
	}
	return err
}
