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
	return written(rounded(x, step), decimals(x, step))
}

// rounded is a value without what its error would change anyway, before the decimal point: 1,234,567 with an error of 1,000 is 1,235,000.
func rounded(x, step float64) float64 {
	if scale := math.Pow(10, math.Floor(math.Log10(step))); step >= 10 && math.Abs(x) > scale {
		return math.Round(x/scale) * scale
	}
	return x
}

// written is a finite number with so many decimals at most.
func written(x float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
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

// BeforeText and AfterText are the two sides as people read them, both as finely as the finer asks for, so that their difference is that of ChangeText.
func (l Line) BeforeText() string { return l.text(l.Before, l.LieBefore) }

// AfterText is what BeforeText is of the window.
func (l Line) AfterText() string { return l.text(l.After, l.LieAfter) }

func (l Line) text(x float64, lie [2]float64) string {
	switch {
	case l.Kind == Half:
		return l.stretch(lie, " – ")
	case l.Kind.share() && x > 0 && l.shown(x) == 0:
		return percent(x, l.Step)
	case l.Kind.share():
		return written(l.shown(x), l.decimals()) + " %"
	case !plain(x):
		return number(x, l.Step)
	}
	return written(l.shown(x), l.decimals())
}

// stretch is a stretch of values: "0.69 – 0.76", or one value where it has no width to speak of.
func (l Line) stretch(lie [2]float64, between string) string {
	ends := [2]string{}
	for i, x := range lie {
		if ends[i] = number(x, l.Step); plain(x) {
			ends[i] = written(l.shown(x), l.decimals())
		}
	}
	if ends[0] == ends[1] {
		return ends[0]
	}
	return ends[0] + between + ends[1]
}

// plain tells whether a number is written digit by digit.
func plain(x float64) bool {
	return !math.IsNaN(x) && !math.IsInf(x, 0) && math.Abs(x) < 1e15 && (x == 0 || math.Abs(x) >= 1e-9)
}

// shown is what of a number is written: a value, or of a share its hundredths.
func (l Line) shown(x float64) float64 {
	if l.Kind.share() {
		x *= 100
	} else {
		x = rounded(x, l.Step)
	}
	if !plain(x) {
		return x
	}
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'f', l.decimals(), 64), 64) // as it is written
	return x
}

// difference is that of the numbers that are written.
func (l Line) difference() float64 {
	if l.Kind == Half {
		return (l.shown(l.LieAfter[1]) - l.shown(l.LieAfter[0])) - (l.shown(l.LieBefore[1]) - l.shown(l.LieBefore[0]))
	}
	return l.shown(l.After) - l.shown(l.Before)
}

// decimals of both sides: as many as the one with more has.
func (l Line) decimals() int {
	if l.Kind.share() {
		finest := 0.01
		for _, share := range []float64{l.Before, l.After} {
			if share > 0 && share < 1 { // none and all need no decimals
				finest = math.Min(finest, shareDigits(share))
			}
		}
		// A few of the last digits, of which rounding both sides could make twice as many or none.
		if change := math.Abs(l.After - l.Before); change < 10*finest && l.Step < finest/fewErrors {
			finest /= 10
		}
		step := 100 * math.Max(l.Step, finest)
		return max(decimals(100*l.Before, step), decimals(100*l.After, step))
	}
	most := 0
	for _, x := range []float64{l.Before, l.After, l.LieBefore[0], l.LieBefore[1], l.LieAfter[0], l.LieAfter[1]} {
		if plain(x) {
			most = max(most, decimals(x, l.Step))
		}
	}
	return most
}

// fewErrors: a digit more is written of a share whose error is so many times below the last one.
const fewErrors = 3

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

// differenceText is the difference of the numbers that are written, with a sign where it is negative.
func (l Line) differenceText() string {
	if d := l.difference(); l.Kind.share() || plain(l.Before) && plain(l.After) && plain(d) {
		return written(d, l.decimals())
	}
	return number(l.After-l.Before, l.Step)
}

// ChangeText is how far Before and After are apart: "−0.31 (−0.8 sd, −60 %)", "+31 pp" (percentage points, as panels write them).
func (l Line) ChangeText() string {
	d := l.difference()
	text, plus := l.differenceText(), ""
	if d > 0 {
		plus = "+"
	}
	if text == "0" {
		plus = "±"
	}
	if l.Kind.share() {
		return plus + text + " pp"
	}
	if text == "0" {
		return "±0"
	}
	if l.Kind == Half {
		if d < 0 {
			return strings.TrimPrefix(text, "−") + " narrower"
		}
		return text + " wider"
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
