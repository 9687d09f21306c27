#include "service/extract/dates/resolver.h"

#include <utility>

namespace nutgraf::extract::dates {

std::optional<Resolution> Resolver::Resolve(const Expression& expression, CueDirection cue,
                                            uint32_t sentence) {
  sentence_ = sentence;
  const Match& match = expression.date;
  const Rule& rule = *match.rule;
  Resolution out;
  out.modifier = rule.modifier;
  std::optional<Choice> choice;
  switch (rule.kind) {
    case RuleKind::kDuration:
      return ResolveDuration(match);
    case RuleKind::kSet:
      return ResolveSet(match);
    case RuleKind::kVague:
      return ResolveVague(match);
    case RuleKind::kRange: {
      auto range = ResolveRange(match, cue);
      if (range) Remember(*range, match, sentence);
      return range;
    }
    case RuleKind::kDate:
    case RuleKind::kList:
      choice = ChooseDate(match, cue);
      break;
    case RuleKind::kRelative:
      choice = ChooseRelative(expression, cue, &out);
      break;
    case RuleKind::kShift:
      choice = ChooseShift(match);
      break;
    case RuleKind::kOffset:
      choice = ChooseOffset(match, cue, &out);
      break;
    case RuleKind::kNth:
      choice = ChooseNth(match, cue);
      break;
  }
  if (!choice) return std::nullopt;
  out.basis = choice->basis;
  out.confidence = rule.confidence;
  if (choice->period) {
    out.period = choice->period;
    out.value = choice->period->value;
    out.granularity = choice->period->granularity;
    out.start = IsoDate(choice->period->first);
    out.end = IsoDate(choice->period->last);
    if (choice->other) {
      const float share = 1.0F - rule.confidence;
      out.alternatives.push_back({choice->other->value, IsoDate(choice->other->first),
                                  IsoDate(choice->other->last), share});
    }
  } else {
    out.value = choice->unresolved;
    out.granularity = choice->granularity;
    out.basis = DateBasis::kNone;
  }
  Expression timed = expression;
  if (const Capture* part = match.Find(kPart); part != nullptr && timed.part == 0) {
    timed.part = static_cast<char>(part->value);
  }
  if (rule.kind == RuleKind::kShift && rule.value.size() == 1) timed.part = rule.value[0];
  if (rule.kind == RuleKind::kDate && match.Find(kClock) != nullptr) {  // "Oct 26 11:00:09 2022"
    timed.clock = match;
    timed.timed = true;
  }
  const bool time_said = choice->period || out.value.find('T') == std::string::npos;
  if ((timed.timed || timed.part != 0) && time_said &&
      (out.granularity == DateGranularity::kDay || !choice->period)) {
    if (!AddTime(timed, &out)) return std::nullopt;
  }
  Remember(out, match, sentence);
  return out;
}

void Resolver::Remember(const Resolution& resolution, const Match& match, uint32_t sentence) {
  if (!resolution.period || match.rule->fiscal) return;
  if (resolution.period->granularity > DateGranularity::kYear) return;
  const bool dated = resolution.period->granularity <= DateGranularity::kMonth;
  const bool goes_on = resolution.basis == DateBasis::kReference && told_year_ &&
                       YearOf(resolution.period->first) == *told_year_;
  if (dated && (resolution.basis == DateBasis::kExplicit || goes_on)) {
    told_year_ = YearOf(resolution.period->first);
    told_sentence_ = sentence;
  } else {
    told_year_.reset();
  }
  reference_ = resolution.period;
  reference_year_ = YearOf(resolution.period->first);
  reference_sentence_ = sentence;
  if (resolution.period->granularity <= DateGranularity::kDay) {
    reference_day_ = resolution.period->first;
  }
}

}  // namespace nutgraf::extract::dates
