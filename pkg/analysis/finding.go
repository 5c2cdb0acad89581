package analysis

import "github.com/tideline-ml/tideline/pkg/model"

// Step is the part of setting a model up in which something is mended.
type Step string

// The steps after the store itself: which files, what their columns are, what is compared with.
const (
	StepLog       Step = "log"
	StepColumns   Step = "columns"
	StepReference Step = "reference"
)

// Finding is what a check says of a model's settings, and where it is mended.
type Finding struct {
	Step Step   `json:"step"`
	Text string `json:"text"`
	// Warning: a notice that should not be left as it is. Verdicts would be worth less than they look, or rows are left out.
	Warning bool `json:"warning,omitempty"`
	// Pattern mends it in the place of the source's file; "" where there is none to propose.
	Pattern string `json:"pattern,omitempty"`

	timeless bool // it tells of rows without a time
}

func (f Finding) String() string { return f.Text }

// Texts are the findings' words.
func Texts(findings []Finding) []string {
	texts := make([]string, len(findings))
	for i, f := range findings {
		texts[i] = f.Text
	}
	return texts
}

// Counted writes a number of things: "1 row", "1,234 rows".
func Counted(n float64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return model.Grouped(n) + " " + many
}
