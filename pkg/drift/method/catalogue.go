package method

import "github.com/tideline-ml/tideline/pkg/model"

// Kinds of columns that methods work on.
var (
	NumericKinds = []string{model.Numeric}
	SharesKinds  = []string{model.Numeric, model.Categorical, model.Boolean}
)

// All lists Tideline's own methods, in the order in which editors show them. The list and its entries must not be changed.
var All = []*Method{
	// distances of distribution functions, and of shares
	Wasserstein,
	WassersteinRaw,
	Energy,
	PopulationStability,
	JensenShannon,
	KullbackLeibler,
	KullbackLeiblerReverse,
	Hellinger,
	Bhattacharyya,
	TotalVariation,
	LInfinity,
	Intersection,
	CramersV,
	// tests on distribution functions, of means, and on shares
	KolmogorovSmirnov,
	Kuiper,
	AndersonDarling,
	CramerVonMises,
	EppsSingleton,
	MannWhitney,
	Welch,
	Student,
	MeanDiscrepancy,
	ChiSquare,
	GTest,
	FisherExact,
	TwoProportions,
	PermutationVariation,
}
