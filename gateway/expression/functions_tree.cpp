#include "gateway/expression/function_families.hpp"

namespace sluice::expression {
namespace {

// What type() answers: SimpleTypeInfo { namespace, name } (N1 2.0.0, section 9).
class TypeInfo final : public Node {
  public:
    TypeInfo(std::string_view type_namespace, std::string_view name)
        : namespace_(std::string(type_namespace)), name_(std::string(name)) {}

    void child(std::string_view name, Collection& out) const override {
        if (name == "namespace") {
            out.push_back(Item(namespace_));
        } else if (name == "name") {
            out.push_back(Item(name_));
        }
    }
    void children(Collection& out) const override {
        out.push_back(Item(namespace_));
        out.push_back(Item(name_));
    }
    std::string_view type_name() const override { return "SimpleTypeInfo"; }
    std::string_view type_namespace() const override { return "System"; }

  private:
    Value namespace_;
    Value name_;
};

bool append_children(Call& call, const Item& item, Collection& out) {
    const std::size_t before = out.size();
    if (const auto* node = item.node()) {
        node->children(out);
    }
    return call.evaluator.spend(call.ast, 1 + out.size() - before);
}

}  // namespace

bool run_children(Call& call) {
    for (const auto& item : call.input) {
        if (!append_children(call, item, call.out)) {
            return false;
        }
    }
    return true;
}

// Level by level. The steps of the evaluation end it where linked nodes form a ring.
bool run_descendants(Call& call) {
    Scratch found;
    for (const auto& item : call.input) {
        if (!append_children(call, item, *found)) {
            return false;
        }
    }
    for (std::size_t i = 0; i < found->size(); ++i) {
        const Item item = (*found)[i];
        if (!append_children(call, item, *found)) {
            return false;
        }
    }
    call.out.insert(call.out.end(), found->begin(), found->end());
    return true;
}

bool run_type(Call& call) {
    for (const auto& item : call.input) {
        const auto* node = item.node();
        const bool modelled = node && !node->type_name().empty();
        const auto* value = item.value();
        if (!modelled && !value) {
            continue;
        }
        call.out.push_back(Item(
            modelled ? std::make_shared<const TypeInfo>(node->type_namespace(), node->type_name())
                     : std::make_shared<const TypeInfo>("System", type_name(*value))
        ));
    }
    return true;
}

// extension(url): shorthand for extension.where(url = ...), FHIR R4 "FHIRPath".
bool run_extension(Call& call) {
    std::optional<std::string> url;
    if (!call.argument_text(0, url) || !url) {
        return !call.evaluator.has_failed();
    }
    Scratch extensions;
    for (const auto& item : call.input) {
        if (const auto* node = item.node()) {
            node->child("extension", *extensions);
        }
    }
    for (const auto& extension : *extensions) {
        Scratch own;
        if (const auto* node = extension.node()) {
            node->child("url", *own);
        }
        const auto* text = own->empty() ? nullptr : own->front().get<std::string>();
        if (text && *text == *url) {
            call.out.push_back(extension);
        }
    }
    return true;
}

// True when any item of the input is in the value set, so that a CodeableConcept may be given as its codings.
bool run_member_of(Call& call) {
    std::optional<std::string> value_set;
    if (!call.argument_text(0, value_set)) {
        return false;
    }
    if (!value_set || call.input.empty()) {
        return true;
    }
    if (!call.evaluator.context().host) {
        return call.fail("memberOf() needs a terminology, none was given to this evaluation");
    }
    for (const auto& item : call.input) {
        const auto member = call.evaluator.context().host->member_of(item, *value_set);
        if (!member) {
            return call.fail(member.error().text());
        }
        if (*member) {
            return call.give(true);
        }
    }
    return call.give(false);
}

// The log that trace() writes to would hold values of the data: it only hands its input on.
bool run_trace(Call& call) {
    call.out.insert(call.out.end(), call.input.begin(), call.input.end());
    return true;
}

bool run_now(Call& call) {
    const auto& now = call.evaluator.context().now;
    return now ? call.give(*now) : call.fail("now() was not given to this evaluation");
}

bool run_today(Call& call) {
    const auto& context = call.evaluator.context();
    if (context.today) {
        return call.give(context.today->truncated(DatePrecision::day));
    }
    return context.now ? call.give(context.now->date) : call.fail("today() was not given to this evaluation");
}

bool run_time_of_day(Call& call) {
    const auto& now = call.evaluator.context().now;
    return now ? call.give(Time{now->milliseconds, now->precision})
               : call.fail("timeOfDay() was not given to this evaluation");
}

}  // namespace sluice::expression
