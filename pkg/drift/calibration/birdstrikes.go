package main

import (
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/model"
)

// birdstrikes are ten thousand collisions of aircraft and wildlife from 1990 to 2002, by quarter: a log of another kind, with few rows a window (18 to 442), a
// strong season, and traffic that grows fivefold.
var birdstrikes = realLog{
	table:  "read_csv('%s', nullstr = '')",
	window: "date_diff('quarter', DATE '1990-01-01', \"Flight Date\")",
	season: 4,
	features: []realFeature{
		{"speed", model.Numeric, `CAST("Speed IAS in knots" AS DOUBLE)`},
		{"cost", model.Numeric, `CAST("Cost Total $" AS DOUBLE)`},
		{"damage", model.Categorical, `"Effect Amount of damage"`},
		{"phase", model.Categorical, `"Phase of flight"`},
		{"size", model.Categorical, `"Wildlife Size"`},
		{"species", model.Categorical, `"Wildlife Species"`},
		{"time of day", model.Categorical, `"Time of day"`},
		{"state", model.Categorical, `"Origin State"`},
		{"aircraft", model.Categorical, `"Aircraft Make Model"`},
	},
}

// birdStudy: quarters of the first seven years against the rest of these, and quarters against the seven years before, matched by season and not.
func birdStudy(s settings) ([]task, func(r *report), error) {
	var tables []table
	study := task{name: "birdstrikes", cost: 10, run: func() error {
		d, err := birdstrikes.read(s.birdstrikes)
		if err != nil {
			return err
		}
		left := d.leaveOneOut(0)
		var rolling []comparison
		for at := referenceWindows; at < d.windows; at++ {
			rolling = append(rolling, d.one(at-referenceWindows, at)...)
		}
		t := d.references([]kindOfReference{
			{name: "leave-one-out, first 28 quarters", all: left},
			{name: "the same, matched by season", season: true, all: slices.Clone(left)},
			{name: "reference of the 28 quarters before", all: rolling},
			{name: "the same, matched by season", season: true, all: slices.Clone(rolling)},
		})
		t.ID, t.Title = "birdstrikes", fmt.Sprintf("Bird strikes: %d quarters, reference %d quarters, alpha 1 %%, share called in %%: gate 1 / both gates", d.windows, referenceWindows)
		tables = []table{t}
		return nil
	}}
	return []task{study}, func(r *report) { r.Tables = append(r.Tables, tables...) }, nil
}
