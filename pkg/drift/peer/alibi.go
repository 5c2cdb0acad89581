package peer

import (
	"fmt"

	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
)

// alibi-detect 0.13.0, univariate and without a correction over features: its Bonferroni default divides 0.05 by their number.

const alibiName = "alibi-detect"

const alibiFamily = " Its own default divides the line by the number of features; here each is by itself."

var alibiDetect = []*definition{
	ofAlibi("ks", "KSDrift", "Kolmogorov–Smirnov", "asymptotic p of D = sup |F_R − F_C|, for samples of any size", numbers,
		"Asymptotic also where samples are small. "+onlyLargeCount, func(s *sample) (score, error) { return pValue(s.asymptoticSmirnov(s.functions().gap)) }),
	ofAlibi("cvm", "CVMDrift", "Cramér–von Mises", "p of the two-sample statistic: exact up to 20 rows, else its limit", numbers, onlyLargeCount, func(s *sample) (score, error) {
		return pValue(s.cramer())
	}),
	ofAlibi("chi2", "ChiSquareDrift", "Chi-square", "p of χ² of the 2×k table, Yates' correction for two values", categories,
		"Rare categories make the χ² law too sure. "+onlyLargeCount, func(s *sample) (score, error) {
			_, p := contingency(s.pair.R, s.pair.C)
			return pValue(p)
		}),
	ofAlibi("fet", "FETDrift", "Fisher's exact test", "one-sided p of the 2×2 table: the second value by name is more frequent than in the reference", categories,
		"One-sided: sees only that the second value grows.", func(s *sample) (score, error) {
			p := s.pair
			switch {
			case len(p.R) > 2:
				return score{}, fmt.Errorf("alibi-detect raises an error here: the test is for two values, 0 and 1")
			case len(p.R) == 1:
				return pValue(1)
			}
			return pValue(law.FisherUpper(p.C[1], p.C[0], p.R[1], p.R[0]))
		}),
}

func ofAlibi(id, class, name, formula string, kinds []string, remark string, score func(s *sample) (score, error)) *definition {
	return &definition{rule: below, onP: true, score: score, method: &method.Method{
		ID: "alibi." + id, Name: name + " (alibi-detect)", Group: alibiName, Source: "alibi-detect 0.13.0, " + class, Formula: formula, Kinds: kinds,
		Range: shareRange, Unit: "p-value", Threshold: 0.05, Remark: remark + alibiFamily,
		Summary: fmt.Sprintf("alibi-detect's %s on one feature: drift where p is below 0.05.", class),
	}}
}
