package method

import "github.com/tideline-ml/tideline/pkg/model"

// Kinds of columns that methods work on.
var (
	NumericKinds = []string{model.Numeric}
	SharesKinds  = []string{model.Numeric, model.Categorical, model.Boolean}
)

// All lists Tideline's own methods, in the order in which editors show them. The list and its entries must not be changed.
var All = []*Method{
	Wasserstein,
	KolmogorovSmirnov,
	AndersonDarling,
	CramerVonMises,
	PopulationStability,
	JensenShannon,
	Hellinger,
	TotalVariation,
	ChiSquare,
	TwoProportions,
}
