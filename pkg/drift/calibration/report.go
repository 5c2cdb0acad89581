package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// report gathers what studies found: tables for people, records for machines.
type report struct {
	Flags   string   `json:"flags"`
	Tables  []table  `json:"tables"`
	Records []record `json:"records"`
}

// table is printed as Markdown. ID is its place in docs/calibration.md.
type table struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Head  []string   `json:"head"`
	Rows  [][]string `json:"rows"`
	Note  string     `json:"note,omitempty"`
}

// record is one rate of one cell.
type record struct {
	Study     string  `json:"study"`
	Log       string  `json:"log"`
	Reference string  `json:"reference"`
	Rows      int     `json:"rows"` // of the current window
	Change    string  `json:"change,omitempty"`
	Method    string  `json:"method"`
	Alpha     float64 `json:"alpha"`
	Rate      float64 `json:"rate"`
	SE        float64 `json:"se"`
	Windows   int     `json:"windows"`
	Finding   finding `json:"finding,omitempty"`
	Stress    bool    `json:"stress,omitempty"` // a log harder than what rates are promised for
}

func (r *report) add(t table) { r.Tables = append(r.Tables, t) }

// pageRows is the most lines that a table has in the docs.
const pageRows = 80

// markdown of a table's first lines.
func (t table) markdown(most int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(t.Head, " | "), strings.Repeat("---|", len(t.Head)))
	for _, r := range t.Rows[:min(most, len(t.Rows))] {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(r, " | "))
	}
	if left := len(t.Rows) - most; left > 0 {
		fmt.Fprintf(&b, "\n%s more are left out here; the program prints them.\n", thousands(left))
	}
	if t.Note != "" {
		fmt.Fprintf(&b, "\n%s\n", t.Note)
	}
	return b.String()
}

// print writes the tables from the given one on.
func (r *report) print(out io.Writer, from int) {
	for _, t := range r.Tables[from:] {
		fmt.Fprintf(out, "\n### %s\n\n%s", t.Title, t.markdown(len(t.Rows)))
	}
}

// save writes everything as JSON.
func (r *report) save(file string) error {
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}

// readRecords takes the rates of an earlier run from its JSON.
func readRecords(file string) ([]record, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r.Records, nil
}

// unlike are the records of rates that the others do not have.
func unlike(records, others []record) []record {
	key := func(x record) record {
		return record{Study: x.Study, Log: x.Log, Reference: x.Reference, Rows: x.Rows, Change: x.Change, Method: x.Method, Alpha: x.Alpha}
	}
	known := map[record]bool{}
	for _, x := range others {
		known[key(x)] = true
	}
	return only(records, func(x record) bool { return !known[key(x)] })
}

// Marks of a table in the docs.
const tableEnd = "<!-- end -->"

func tableMark(id string) string { return fmt.Sprintf("<!-- table %s -->\n", id) }

// pages puts tables where the docs show them: between the comments "table ID" and "end". What this run has not measured stays as it is. The figure is drawn from
// the tables that the page then has, so that it never says anything else than they do.
func (r *report) pages(docs string) error {
	file := docs + "/calibration.md"
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	page := string(text)
	for _, t := range r.Tables {
		before, rest, ok := strings.Cut(page, tableMark(t.ID))
		if !ok {
			continue
		}
		_, after, ok := strings.Cut(rest, tableEnd)
		if !ok {
			return fmt.Errorf("%s: the table %s has no end", file, t.ID)
		}
		page = before + tableMark(t.ID) + "\n" + t.markdown(pageRows) + "\n" + tableEnd + after
	}
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		return err
	}
	points, err := pointsOf(page)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if len(points.points) == 0 {
		return nil
	}
	return os.WriteFile(docs+"/img/calibration.svg", calibrationFigure(points), 0o644)
}
