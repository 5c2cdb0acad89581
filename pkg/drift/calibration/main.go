// Command calibration measures what the verdicts of pkg/drift are worth: how often they are wrong when nothing changed, and what they find when
// something did, on synthetic logs with ordinary day-to-day variation and on two real logs (flights, bird strikes), alone and beside other tools on the same
// rows. docs/calibration.md shows its tables.
//
//	go run ./pkg/drift/calibration -only quiet,power -repetitions 1000
//
// Equal flags give equal tables, whatever the number of processors. Progress goes to standard error.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

// study is a part of a run: its tasks, and the report that is made of what they found.
type study struct {
	name string
	plan func(s settings) ([]task, func(r *report), error)
}

// settings of a run.
type settings struct {
	only        []string
	repetitions int            // windows judged in a cell
	precise     int            // the same in the cells at 1 %
	runs        int            // of a cell in which auto and other tools judge the same rows
	quick       bool           // fewer cells
	match       *regexp.Regexp // only cells whose name it fits
	methods     []string       // only these methods; none: all
	keep        []record       // of earlier runs: what is not measured now
	flights     string         // the parquet file of flights
	birdstrikes string         // the CSV file of bird strikes
	peers       string         // a Python that has the peers; "" without them
	memory      string         // where the peers' answers are kept
}

// windowsFor is how many windows of n rows are judged in a cell.
func (s settings) windowsFor(n int) int {
	if n >= 100_000 {
		return s.repetitions / 2
	}
	return s.repetitions
}

var studies = []study{
	{"quiet", quietStudy},
	{"precise", preciseStudy},
	{"power", powerStudy},
	{"found", foundStudy},
	{"shares", shareStudy},
	{"correlated", correlatedStudy},
	{"budget", budgetStudy},
	{"family", familyStudy},
	{"flights", flightStudy},
	{"birdstrikes", birdStudy},
}

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run does what the command line asks for.
func run(args []string, out, progress io.Writer) error {
	var s settings
	flags := flag.NewFlagSet("calibration", flag.ContinueOnError)
	flags.SetOutput(progress)
	only := flags.String("only", "", "studies to run, separated by commas; default all of "+strings.Join(studyNames(), ","))
	flags.IntVar(&s.repetitions, "repetitions", 2000, "windows judged in each cell of a table; half as many where they have 100,000 rows")
	flags.IntVar(&s.precise, "precise", 0, "windows judged in each of the six cells at 1 %; 0: ten times the repetitions")
	flags.IntVar(&s.runs, "runs", 0, "runs in which auto and other tools judge the same rows, in each cell; 0: a fifth of the repetitions")
	flags.BoolVar(&s.quick, "quick", false, "a few minutes: fewer cells, and 400 repetitions unless said otherwise")
	match := flags.String("match", "", "only cells whose name fits this regular expression: \"Zipf\", \"n=100$\"")
	methods := flags.String("methods", "", "only these methods, separated by commas, in the studies of quiet windows")
	keep := flags.String("keep", "", "JSON files of earlier runs, separated by commas: their rates of quiet windows stand where this run measures none, the first file's first")
	flags.StringVar(&s.flights, "flights", "node_modules/vega-datasets/data/flights-3m.parquet", "the flights")
	flags.StringVar(&s.birdstrikes, "birdstrikes", "node_modules/vega-datasets/data/birdstrikes.csv", "the bird strikes")
	flags.StringVar(&s.peers, "peers", "", "a Python with evidently and nannyml, which then judge the same rows")
	flags.StringVar(&s.memory, "memory", "", "a folder in which the peers' answers are kept: equal rows are not judged again")
	file := flags.String("json", "", "a file for tables and single rates as JSON")
	docs := flags.String("docs", "", "the folder of docs whose calibration.md gets the tables, and img/ the figure of them")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var err error
	if s.match, err = regexp.Compile(*match); err != nil {
		return err
	}
	if *methods != "" {
		s.methods = strings.Split(*methods, ",")
	}
	if *keep != "" {
		for _, file := range strings.Split(*keep, ",") {
			earlier, err := readRecords(file)
			if err != nil {
				return err
			}
			s.keep = append(s.keep, unlike(earlier, s.keep)...)
		}
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if s.quick && !given["repetitions"] {
		s.repetitions = 400
	}
	if s.precise == 0 {
		s.precise = 10 * s.repetitions
	}
	if s.runs == 0 {
		s.runs = max(4, s.repetitions/5)
	}
	chosen := studies
	if *only != "" {
		chosen = nil
		for _, name := range strings.Split(*only, ",") {
			i := slices.Index(studyNames(), name)
			if i < 0 {
				return fmt.Errorf("there is no study %s: there are %s", name, strings.Join(studyNames(), ", "))
			}
			chosen = append(chosen, studies[i])
		}
	}

	var tasks [][]task
	var all []task
	var reports []func(*report)
	for _, study := range chosen {
		planned, tell, err := study.plan(s)
		if err != nil {
			return fmt.Errorf("%s: %w", study.name, err)
		}
		tasks, reports, all = append(tasks, planned), append(reports, tell), append(all, planned...)
	}
	r := &report{Flags: strings.Join(args, " ")}
	r.add(s.table())
	clock := newClock(progress, all)
	for i, study := range chosen {
		if err := clock.run(tasks[i]); err != nil {
			return err
		}
		from := len(r.Tables)
		reports[i](r)
		fmt.Fprintf(out, "\n## %s\n", study.name)
		r.print(out, from)
	}
	if *file != "" {
		if err := r.save(*file); err != nil {
			return err
		}
	}
	if *docs != "" {
		return r.pages(*docs)
	}
	return nil
}

// table says how much was simulated.
func (s settings) table() table {
	return table{ID: "run", Title: "This run", Head: []string{"windows judged in a cell, at most", "in each of the six cells at 1 %", "runs beside other tools, at most"},
		Rows: [][]string{{thousands(s.repetitions), thousands(s.precise), thousands(s.runs)}}}
}

// matching cells are those that the run is for.
func matching[C interface{ name() string }](s settings, cells []C) []C {
	var some []C
	for _, c := range cells {
		if s.match.MatchString(c.name()) {
			some = append(some, c)
		}
	}
	return some
}

func studyNames() []string {
	names := make([]string, len(studies))
	for i, s := range studies {
		names[i] = s.name
	}
	return names
}
