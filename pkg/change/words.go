package change

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/shorten"
)

// mostDigits is how many digits of a number anybody reads, before the decimal point left alone.
const mostDigits = 4

// decimals is how many of them a number with an error of step has: none are written that the error would change anyway.
func decimals(x, step float64) int {
	size := math.Abs(x)
	digits := 0
	if size > 0 {
		digits = mostDigits - 1 - int(math.Floor(math.Log10(size)))
	}
	if step > 0 {
		digits = min(digits, -int(math.Floor(math.Log10(step))))
	}
	return max(0, min(digits, 12))
}

// number writes a value of the feature: as finely as its error allows, without zeros at its end, with separators between thousands.
func number(x, step float64) string {
	switch {
	case math.IsNaN(x):
		return "unknown"
	case math.IsInf(x, 0):
		return sign(x) + "∞"
	case math.Abs(x) >= 1e15 || x != 0 && math.Abs(x) < 1e-9:
		return strings.Replace(fmt.Sprintf("%.3g", x), "-", "−", -1)
	}
	if scale := math.Pow(10, math.Floor(math.Log10(step))); step >= 10 && math.Abs(x) > scale {
		x = math.Round(x/scale) * scale
	}
	text := strconv.FormatFloat(math.Abs(x), 'f', decimals(x, step), 64)
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if whole == "0" {
		return whole
	}
	return sign(x) + whole
}

func sign(x float64) string {
	if x < 0 {
		return "−"
	}
	return ""
}

// percent writes a share: "41 %", "0.4 %"; of a share whose error is a point no decimals.
func percent(share, step float64) string {
	text := number(100*share, 100*math.Max(step, shareDigits(share)))
	if text == "0" && share > 0 {
		return "under " + number(math.Max(100*step, 0.01), 100*step) + " %"
	}
	return text + " %"
}

// shareDigits keeps shares from having more digits than anybody compares: 41 %, 4.1 %, 0.41 %.
func shareDigits(share float64) float64 {
	size := math.Min(math.Abs(share), 1-math.Abs(share))
	if size <= 0 {
		return 0.001
	}
	return math.Min(0.01, math.Pow(10, math.Floor(math.Log10(size))-1))
}

// signed is a number that is a name, with a minus sign for its hyphen.
func signed(name string) string { return strings.Replace(name, "-", "−", 1) }

// quoted is the name of a category in a sentence.
func quoted(name string) string {
	const longest = 60
	if name == "" {
		return "(empty)"
	}
	return "‘" + shorten.To(longest, name) + "’"
}

// BeforeText and AfterText are the two sides as people read them.
func (l Line) BeforeText() string { return l.text(l.Before) }

// AfterText is what BeforeText is of the window.
func (l Line) AfterText() string { return l.text(l.After) }

func (l Line) text(x float64) string {
	if l.Kind.share() {
		return percent(x, l.Step)
	}
	return number(x, l.Step)
}

// OfDistanceText is OfDistance as people read it; empty where the line is no part of the distance.
func (l Line) OfDistanceText() string {
	if math.IsNaN(l.OfDistance) {
		return ""
	}
	return percent(l.OfDistance, 0.01)
}

// deviationsText is the size of the change in standard deviations, as finely as its error allows.
func (l Line) deviationsText() string {
	step := l.Step * math.Abs(l.Deviations/(l.After-l.Before))
	return number(math.Abs(l.Deviations), math.Max(0.01, step))
}

// ChangeText is how far Before and After are apart: "−0.31 (−0.8 sd, −60 %)", "+31 pp" (percentage points, as panels write them).
func (l Line) ChangeText() string {
	d := l.After - l.Before
	plus := ""
	if d > 0 {
		plus = "+"
	}
	if l.Kind.share() {
		text := number(100*d, 100*math.Max(l.Step, shareDigits(d)))
		if text == "0" {
			plus = "±"
		}
		return plus + text + " pp"
	}
	text := number(d, l.Step)
	if text == "0" {
		return "±0"
	}
	var more []string
	if l.Kind == Mean || l.Kind == Median {
		if sd := l.deviationsText(); !math.IsNaN(l.Deviations) && sd != "0" {
			more = append(more, plus+sign(d)+sd+" sd")
		}
	}
	if relative := d / math.Abs(l.Before); l.Before != 0 && math.Abs(relative) < 10 && math.Abs(relative) >= 0.005 {
		more = append(more, plus+number(100*relative, math.Max(1, 100*l.Step/math.Abs(l.Before)))+" %")
	}
	if len(more) > 0 {
		text += " (" + strings.Join(more, ", ") + ")"
	}
	return plus + text
}
