package model

import "slices"

// Preset is a known layout of a log: a model to begin with, that a person completes.
type Preset struct {
	ID, Title, Description string
	Needs                  []string // columns that a log of this layout has
	Model                  Model
}

// Presets lists the known layouts of files.
func Presets() []Preset {
	return []Preset{
		{
			ID:    "csv-log",
			Title: "CSV that a service appends to",
			Description: "One file whose header may have spaces after its commas (time, feature_1, feature_2, prediction), one row a request. " +
				"A half-written last line is left out.",
			Needs: []string{"time", "prediction"},
			Model: Model{
				Name:       "predictions",
				Source:     Source{File: "prediction_database.csv"},
				Time:       "time",
				Prediction: &Prediction{Label: "prediction"},
			},
		},
		{
			ID:    "json-files",
			Title: "One JSON file per prediction",
			Description: "A folder of files named after the time of the request (prediction_2026-01-31 12:00:00.json), each one object with the input, " +
				"what was predicted and a timestamp. Nested members such as probabilities are shown in rows but not monitored.",
			Needs: []string{"timestamp"},
			Model: Model{
				Name:   "predictions",
				Source: Source{File: "prediction_*.json"},
				Time:   "timestamp",
			},
		},
		{
			ID:    "sentiment-json-files",
			Title: "One JSON file per review (sentiment)",
			Description: "The layout of json-files with review, sentiment, probability and timestamp. The review is monitored by its length, the sentiment as " +
				"prediction; 0, 1 and 2 of a reference are called negative, neutral and positive.",
			Needs: []string{"review", "sentiment", "timestamp"},
			Model: Model{
				Name:       "sentiment",
				Source:     Source{File: "prediction_*.json"},
				Time:       "timestamp",
				Prediction: &Prediction{Label: "sentiment"},
				Features:   []Feature{{Name: "review_length", Expression: "length(review)", Kind: Numeric}},
				Labels:     map[string]string{"0": "negative", "1": "neutral", "2": "positive"},
			},
		},
	}
}

// FittingPresets lists the presets whose columns a log has, the most particular first.
func FittingPresets(columns []string) []Preset {
	var fitting []Preset
	for _, p := range Presets() {
		if !slices.ContainsFunc(p.Needs, func(name string) bool { return !slices.Contains(columns, name) }) {
			fitting = append(fitting, p)
		}
	}
	slices.SortStableFunc(fitting, func(a, b Preset) int { return len(b.Needs) - len(a.Needs) })
	return fitting
}
